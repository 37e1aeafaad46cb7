import { mkdirSync, writeFileSync } from 'node:fs';
import { pagePath, presetPages, PRESETS_PAGES_FOLDER } from './presets/pages';

mkdirSync(PRESETS_PAGES_FOLDER, { recursive: true });
for (const [name, page] of presetPages()) {
  writeFileSync(pagePath(name), page);
}
