import { writeFileSync } from 'node:fs';
import { bundledPackages, NOTICES_FILE, noticesText } from './notices';

writeFileSync(NOTICES_FILE, noticesText(bundledPackages()));
