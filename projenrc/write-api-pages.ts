import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiReferenceSchema, Documentation, JsiiEntity, Language, MarkdownRenderer, Schema } from 'jsii-docgen';
import { ROOT } from './package-files';

const FOLDER = join(ROOT, 'docs/api');

const LANGUAGES = [
  { language: Language.TYPESCRIPT, folder: 'typescript', name: 'TypeScript' },
  { language: Language.PYTHON, folder: 'python', name: 'Python' },
  { language: Language.JAVA, folder: 'java', name: 'Java' },
  { language: Language.CSHARP, folder: 'csharp', name: 'C#' },
  { language: Language.GO, folder: 'go', name: 'Go' },
];

const KINDS = [
  { key: 'constructs', title: 'Constructs' },
  { key: 'classes', title: 'Classes' },
  { key: 'structs', title: 'Structs' },
  { key: 'interfaces', title: 'Interfaces' },
  { key: 'enums', title: 'Enums' },
] as const;

/** The page of a type, or of the type that a member is of. */
const pageOf = ({ id }: Pick<JsiiEntity, 'id'>) => `${id.split('.')[1]}.md`;

function renderer({ language, metadata }: Schema): MarkdownRenderer {
  return new MarkdownRenderer({
    ...metadata,
    language: Language.fromString(language),
    linkFormatter: entity => entity.packageName === metadata.packageName
      ? `<a href="${pageOf(entity)}#${entity.id}">${entity.displayName}</a>`
      : entity.fqn,
  });
}

/** Each type by the name of its page. */
function typePages(schema: Schema, api: ApiReferenceSchema): Map<string, string> {
  const pages = renderer(schema);
  return new Map([
    ...api.constructs.map(each => [pageOf(each), pages.visitConstruct(each)] as const),
    ...api.classes.map(each => [pageOf(each), pages.visitClass(each)] as const),
    ...api.structs.map(each => [pageOf(each), pages.visitStruct(each)] as const),
    ...api.interfaces.map(each => [pageOf(each), pages.visitInterface(each)] as const),
    ...api.enums.map(each => [pageOf(each), pages.visitEnum(each)] as const),
  ].map(([page, document]) => [page, `${document.render(1).trim()}\n`]));
}

const firstSentence = (text = '') => text.split('\n\n')[0].replace(/\s+/g, ' ').replace(/\|/g, '\\|');

function index(name: string, api: ApiReferenceSchema): string {
  const kinds = KINDS.filter(({ key }) => api[key].length > 0).map(({ key, title }) => {
    const types = [...api[key]].sort((a, b) => a.displayName < b.displayName ? -1 : 1);
    return [`## ${title}`, '', '| | |', '|---|---|',
      ...types.map(type => `| [${type.displayName}](${pageOf(type)}) | ${firstSentence(type.docs?.summary)} |`), ''].join('\n');
  });
  return [`# The API in ${name}`, '', '[How to use it from other languages](../../how-to-other-languages.md) has a whole program.', '', ...kinds].join('\n');
}

async function main() {
  const documentation = await Documentation.forProject(ROOT);
  rmSync(FOLDER, { recursive: true, force: true });
  for (const { language, folder, name } of LANGUAGES) {
    const schema = (await documentation.toJson({ language })).content;
    const pages = typePages(schema, schema.apiReference!).set('README.md', index(name, schema.apiReference!));
    mkdirSync(join(FOLDER, folder), { recursive: true });
    pages.forEach((page, file) => writeFileSync(join(FOLDER, folder, file), page));
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
