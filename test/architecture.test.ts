import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix, sep } from 'node:path';
import * as ts from 'typescript';

interface Room {
  /** The other folders of src that its files may import. */
  readonly rooms: readonly string[];
  /** The packages that they may import. */
  readonly packages?: readonly string[];
  /** The packages of which they may import types, and the files that may. */
  readonly types?: { readonly [packageName: string]: 'any file' | readonly string[] };
  /** Whether they may know of the process that they run in, of time and of chance. */
  readonly impure?: boolean;
}

/** Plain data, and what is known of Kubernetes. These know nothing else of the library, not even each other. */
const LEVEL_0 = ['diagnostics', 'cluster', 'manifest'];

/** Imports point one way: from the constructs to the pure functions on manifests, and from those to the plain data. */
const ROOMS: { readonly [folder: string]: Room } = {
  'diagnostics': { rooms: [] },
  'cluster': { rooms: [], types: { constructs: 'any file' } },
  'manifest': { rooms: [], types: { 'kubernetes-types': ['types.ts'] } },
  'placement': { rooms: LEVEL_0 },
  'runtime': { rooms: [], packages: ['node:fs', 'node:path'] },
  'lowering': { rooms: [...LEVEL_0, 'lowering/supervised', 'checks/evidence'] },
  'lowering/supervised': { rooms: [...LEVEL_0, 'runtime'] },
  'checks/evidence': { rooms: [...LEVEL_0, 'mesh', 'lifecycle'] },
  'checks': { rooms: [...LEVEL_0, 'checks/evidence', 'lifecycle'] },
  'lifecycle': { rooms: LEVEL_0 },
  'mesh': { rooms: [...LEVEL_0, 'placement'] },
  'render': { rooms: [...LEVEL_0, 'lifecycle'] },
  'constructs': {
    rooms: [...LEVEL_0, 'placement', 'lowering', 'mesh', 'checks', 'lifecycle', 'render'],
    packages: ['cdk8s', 'cdk8s-plus-27', 'constructs'],
    impure: true,
  },
  'presets': { rooms: [...LEVEL_0, 'constructs'], packages: ['cdk8s', 'cdk8s-plus-27', 'constructs', 'node:crypto'] },
  'source': { rooms: LEVEL_0, packages: ['diff', 'js-yaml', 'yaml'] },
  'inspection': { rooms: [...LEVEL_0, 'checks', 'lowering', 'source'], packages: ['picomatch'] },
  'report': { rooms: [...LEVEL_0, 'checks', 'inspection', 'render'], types: { sarif: ['sarif-report.ts'] } },
  'cli': {
    rooms: [...LEVEL_0, 'lowering', 'mesh', 'lifecycle', 'render', 'source', 'checks', 'inspection', 'report'],
    packages: ['commander', 'node:child_process', 'node:fs', 'node:path', 'node:util', 'tinyglobby'],
    impure: true,
  },
  // One more front of what the command line does.
  'plugin': { rooms: [...LEVEL_0, 'inspection', 'report', 'cli'] },
  '.': { rooms: ['diagnostics', 'cluster', 'constructs', 'plugin', 'presets'] },
};

const IMPURE = ['process', 'console', 'require', 'globalThis', 'Date', 'performance', 'setTimeout', 'setInterval', 'fetch', 'crypto', 'Math.random'];
const MOST_LINES = 300;
const SAYS_NOTHING = /^(utils?|helpers?|common|misc)\b/;

const SRC = join(__dirname, '../src');
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts')).map(file => file.split(sep).join('/'));

test.each(FILES)('src/%s keeps to the rules of its folder', file => {
  expect(faults(file, readFileSync(join(SRC, file), 'utf8'))).toEqual([]);
});

test.each([
  ['cluster/a.ts', "import { Diagnostic } from '../diagnostics/diagnostic';", ["src/cluster/a.ts imports '../diagnostics/diagnostic', of the folder diagnostics"]],
  ['checks/a.ts', "export * from '../placement/place';", ["src/checks/a.ts imports '../placement/place', of the folder placement"]],
  ['checks/a.ts', "type T = import('../constructs/b').T;", ["src/checks/a.ts imports '../constructs/b', of the folder constructs"]],
  ['constructs/a.ts', "import { a } from '../index'; import { b } from '..';",
    ["src/constructs/a.ts imports '../index', of the folder .", "src/constructs/a.ts imports '..', of the folder ."]],
  ['constructs/a.ts', "import { a } from 'cdk8s-sidecars';", ["src/constructs/a.ts imports 'cdk8s-sidecars', a package"]],
  ['checks/a.ts', "import type { App } from 'cdk8s';", ["src/checks/a.ts imports 'cdk8s', a package"]],
  ['cluster/a.ts', "import { IConstruct } from 'constructs';", ["src/cluster/a.ts imports 'constructs', a package"]],
  ['manifest/a.ts', "import type { Pod } from 'kubernetes-types/core/v1';", ["src/manifest/a.ts imports 'kubernetes-types/core/v1', a package"]],
  ['manifest/types.ts', "export { Pod } from 'kubernetes-types/core/v1';", ["src/manifest/types.ts imports 'kubernetes-types/core/v1', a package"]],
  ['lowering/a.ts', "import fs = require('fs');", ["src/lowering/a.ts imports 'fs', a package"]],
  ['lowering/a.ts', "const http = await import('node:http');", ["src/lowering/a.ts imports 'node:http', a package"]],
  ['lowering/a.ts', "const { b } = require('../checks/b') as typeof import('../checks/b');",
    ["src/lowering/a.ts imports '../checks/b', of the folder checks", "src/lowering/a.ts imports '../checks/b', of the folder checks"]],
  ['lowering/a.ts', "const b = require('../manifest/b');", ["src/lowering/a.ts requires '../manifest/b', but not as its type"]],
  ['cli/a.ts', "const b = require('./b') as typeof import('./c');", ["src/cli/a.ts requires './b', but not as its type"]],
  ['cli/a.ts', 'const b = require(name);', ['src/cli/a.ts requires name, but not as its type']],
  ['lowering/a.ts', 'const load = require;', ['src/lowering/a.ts uses require']],
  ['lowering/a.ts', 'process.env.A; new Date(); Math.random();', ['src/lowering/a.ts uses process', 'src/lowering/a.ts uses Date', 'src/lowering/a.ts uses Math.random']],
  ['other/a.ts', "import 'cdk8s';", ['src/other/a.ts lies in a folder that has no rules: add it to ROOMS']],
  ['checks/utils.ts', '', ['src/checks/utils.ts has a name that says nothing']],
  ['checks/a.ts', '\n'.repeat(MOST_LINES + 1), ['src/checks/a.ts has 301 lines, more than 300']],
])('a fault is found in src/%s: %j', (file, source, expected) => {
  expect(faults(file, source)).toEqual(expected);
});

test.each([
  ['checks/a.ts', "import { Rule } from './rule'; import { a } from '../manifest/fields'; a.process({ Date: 1 });"],
  ['cluster/a.ts', "import type { IConstruct } from 'constructs'; import { type Construct } from 'constructs';"],
  ['constructs/a.ts', "import * as kplus from 'cdk8s-plus-27'; process.env.A;"],
  ['lowering/a.ts', "const { b } = require('../manifest/b') as typeof import('../manifest/b');"],
  ['index.ts', "export * from './constructs/a';"],
])('no fault is found in src/%s: %j', (file, source) => {
  expect(faults(file, source)).toEqual([]);
});

function faults(file: string, source: string): string[] {
  const room = ROOMS[posix.dirname(file)];
  if (!room) {
    return [`src/${file} lies in a folder that has no rules: add it to ROOMS`];
  }
  const lines = source.split('\n').length - 1;
  const nodes = nodesOf(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
  return [
    ...SAYS_NOTHING.test(basename(file)) ? ['has a name that says nothing'] : [],
    ...lines > MOST_LINES ? [`has ${lines} lines, more than ${MOST_LINES}`] : [],
    ...nodes.flatMap(node => [...importFaults(node, file, room), ...requireFaults(node), ...usageFaults(node, room)]),
  ].map(fault => `src/${file} ${fault}`);
}

function importFaults(node: ts.Node, file: string, room: Room): string[] {
  const specifier = specifierOf(node);
  if (specifier === undefined) {
    return [];
  }
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    const folder = target === '.' ? '.' : posix.dirname(target);
    return folder === posix.dirname(file) || room.rooms.includes(folder) ? [] : [`imports '${specifier}', of the folder ${folder}`];
  }
  const files = Object.entries(room.types ?? {}).find(([name]) => specifier === name || specifier.startsWith(`${name}/`))?.[1];
  const typeAllowed = isTypeOnly(node) && (files === 'any file' || files?.includes(basename(file)));
  return typeAllowed || room.packages?.includes(specifier) ? [] : [`imports '${specifier}', a package`];
}

/** What is loaded only when it is needed is written as `require('a') as typeof import('a')`, so that it has a type. */
function requireFaults(node: ts.Node): string[] {
  if (!isRequire(node)) {
    return [];
  }
  const { parent } = node;
  const isTyped = ts.isAsExpression(parent) && ts.isImportTypeNode(parent.type) && parent.type.isTypeOf
    && specifierOf(parent.type) === specifierOf(node);
  return isTyped ? [] : [`requires ${node.arguments.map(argument => argument.getText()).join(', ')}, but not as its type`];
}

function isRequire(node: ts.Node | undefined): node is ts.CallExpression {
  return node !== undefined && ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'require';
}

/** What a node imports: by `import`, `export from`, `import()`, `import('…').T`, `import = require()` or `require()`. */
function specifierOf(node: ts.Node): string | undefined {
  const text = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier
    : ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || isRequire(node)) ? node.arguments[0]
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal
        : ts.isExternalModuleReference(node) ? node.expression : undefined;
  return text && ts.isStringLiteralLike(text) ? text.text : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) {
    const { phaseModifier, name, namedBindings } = node.importClause ?? {};
    return phaseModifier === ts.SyntaxKind.TypeKeyword
      || (!name && namedBindings !== undefined && ts.isNamedImports(namedBindings) && namedBindings.elements.every(element => element.isTypeOnly));
  }
  return ts.isImportTypeNode(node) || (ts.isExportDeclaration(node) && node.isTypeOnly);
}

function usageFaults(node: ts.Node, { impure }: Room): string[] {
  const isName = (node.parent as { name?: ts.Node } | undefined)?.name === node;
  const isRequired = isRequire(node.parent) && node.parent.expression === node;
  const used = ts.isIdentifier(node) && !isName && !isRequired || ts.isPropertyAccessExpression(node) ? node.getText() : '';
  return !impure && IMPURE.includes(used) ? [`uses ${used}`] : [];
}

function nodesOf(node: ts.Node): ts.Node[] {
  const nodes = [node];
  ts.forEachChild(node, child => { nodes.push(...nodesOf(child)); });
  return nodes;
}
