import { readFileSync, readdirSync } from 'node:fs';
import { CATALOGUE } from '../src/checks/catalogue';
import { TargetCluster } from '../src/cluster/target-cluster';
import { inspect } from '../src/inspection/inspect';
import { loadAll } from 'js-yaml';
const base='/work/shared/corpus';
const man=Object.fromEntries(readFileSync(base+'/MANIFEST.tsv','utf8').split('\n').slice(1).filter(l=>l).map(l=>l.split('\t')).map(r=>[r[0],r]));
const files = readdirSync(base,{recursive:true,encoding:'utf8'}).sort().filter(f=>/\.(ya?ml|injected)$/.test(f)).map(f=>({name:f,text:readFileSync(base+'/'+f,'utf8')}));
const groups=files.map(f=>[f]);
const target=process.argv[2]??'1.37';
const run=()=>inspect(groups,{targets:[TargetCluster.parse(target)],rules:CATALOGUE,level:(process.argv[3]??'info') as any,meshes:new Map(),named:[],acknowledgements:[],baseline:{findings:[]}});
const r=run();
if(!process.argv[4]) for(const f of files){ console.log('\n# '+f.name.split('/').slice(-2).join('/')+' ['+man[f.name]?.[5]+'] '+man[f.name]?.[6]); for(const x of r.findings.filter(x=>x.file===f.name)) console.log(`  ${x.line}:${x.column}-${x.endLine}:${x.endColumn} ${x.severity} ${x.id} ${x.slug} ${x.object.kind} ${x.container??''} ${x.patch?'P':''}${x.edits?'E':''}`);}
console.log(r.unreadable, r.files, r.documents, r.workloads);
for (let k=0;k<(process.argv[4]?1:0);k++){
 let s=performance.now(); for(let i=0;i<20;i++) for(const t of files) { try{loadAll(t.text)}catch(e){} } const bare=performance.now()-s;
 s=performance.now(); for(let i=0;i<20;i++) run(); const ours=performance.now()-s;
 console.log(bare|0, ours|0, (ours/bare).toFixed(2), (r.documents*20/bare*1000|0)+' docs/s bare', (r.documents*20/ours*1000|0));
}
