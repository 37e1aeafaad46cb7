import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../src/checks/catalogue';
import { explainedRules } from '../src/report/explained-rule';
import { rulesPage } from '../src/report/rules-page';

writeFileSync(join(__dirname, '../docs/rules.md'), rulesPage(explainedRules(CATALOGUE)));
