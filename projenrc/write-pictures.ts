import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictures, PICTURES_FOLDER } from './pictures';

mkdirSync(PICTURES_FOLDER, { recursive: true });
for (const [name, svg] of pictures()) {
  writeFileSync(join(PICTURES_FOLDER, name), svg);
}
