import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../src/checks/catalogue';
import { rulesPage } from '../src/report/rules-page';

writeFileSync(join(__dirname, '../docs/rules.md'), rulesPage(CATALOGUE));
