/**
 * Writes the samples of README as they are, and as they are translated into Python, into a folder: readme-1.ts, readme-1.py and so on. Fails if one
 * of them, or of the samples in docstrings, is not translated into every language.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LanguageTablet, TargetLanguage, TranslatedSnippet } from 'jsii-rosetta';
import { markdownPage } from '../docs/markdown-page';

const LANGUAGES = [TargetLanguage.PYTHON, TargetLanguage.JAVA, TargetLanguage.CSHARP, TargetLanguage.GO];

function translated(snippet: TranslatedSnippet, language: TargetLanguage): string {
  const source = snippet.get(language)?.source;
  if (!source || !snippet.snippet.didCompile) {
    throw new Error(`There is no translation into ${language} of: ${snippet.originalSource.source}`);
  }
  return source;
}

async function main(folder: string) {
  const tablet = await LanguageTablet.fromFile('.jsii.tabl.json');
  const snippets = tablet.snippetKeys.map(key => tablet.tryGetSnippet(key)!);
  snippets.forEach(snippet => LANGUAGES.forEach(language => translated(snippet, language)));
  const { fences } = markdownPage(readFileSync('README.md', 'utf8'));
  const samples = fences.filter(({ language }) => language === 'ts').map(({ text }) => text.trim());
  samples.forEach((sample, i) => {
    const snippet = snippets.find(({ originalSource }) => originalSource.source.trim() === sample);
    if (!snippet) {
      throw new Error(`README has a sample that was not translated: ${sample}`);
    }
    writeFileSync(join(folder, `readme-${i + 1}.ts`), sample);
    writeFileSync(join(folder, `readme-${i + 1}.py`), translated(snippet, TargetLanguage.PYTHON));
  });
  console.log(`${snippets.length} samples are translated into ${LANGUAGES.join(', ')}; ${samples.length} of them are README's`);
}

main(process.argv[2]).catch(error => {
  console.error(error);
  process.exitCode = 1;
});
