import { readFileSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CATALOGUE } from '../src/checks/catalogue';
import { TargetCluster } from '../src/cluster/target-cluster';
import { inspect } from '../src/inspection/inspect';
import { loadAll } from 'js-yaml';
const base='/work/shared/corpus';
const files = readdirSync(base,{recursive:true,encoding:'utf8'}).sort().filter(f=>/\.(ya?ml|injected)$/.test(f)).map(f=>({name:f,text:readFileSync(base+'/'+f,'utf8')}));
const groups=files.map(f=>[f]);
const run=()=>inspect(groups,{targets:[TargetCluster.newest()],rules:CATALOGUE,level:'info' as any,meshes:new Map(),named:[],acknowledgements:[],baseline:{findings:[]}});
const r=run();
for(const f of r.findings) console.log(`${f.file.split('/').slice(-2).join('/')}:${f.line}:${f.column}-${f.endLine}:${f.endColumn} ${f.severity} ${f.id} ${f.object.kind} ${f.container??''} ${f.path}`);
console.log(r.unreadable, r.files, r.documents, r.workloads, dirname('x'));
for (let k=0;k<3;k++){
 let s=performance.now(); for(let i=0;i<20;i++) for(const t of files) { try{loadAll(t.text)}catch(e){} } const bare=performance.now()-s;
 s=performance.now(); for(let i=0;i<20;i++) run(); const ours=performance.now()-s;
 console.log(bare|0, ours|0, (ours/bare).toFixed(2), (r.documents*20/bare*1000|0)+' docs/s bare', (r.documents*20/ours*1000|0));
}
