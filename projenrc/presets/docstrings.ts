import { basename, join } from 'node:path';
import * as ts from 'typescript';

const SRC = join(__dirname, '../../src');
const PRESETS_FOLDER = join(SRC, 'presets');

/** What stands above a declaration. */
export interface Docstring {
  /** Its paragraphs, without those of tags. */
  readonly paragraphs: readonly string[];
  readonly tags: { readonly [tag: string]: string | undefined };
}

export interface PropertyDoc extends Docstring {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
}

/** An interface, an enum, or a class with ways to make it, to which properties lead. */
export interface TypeDoc extends Docstring {
  readonly name: string;
  readonly kind: 'properties' | 'values' | 'makers';
  readonly members: readonly PropertyDoc[];
}

export interface PresetDoc extends Docstring {
  readonly name: string;
  /** Name of its file in src/presets, and of its page, without an ending. */
  readonly file: string;
  /** Its own properties, and those of what it has in common with others but not with all. */
  readonly properties: readonly PropertyDoc[];
  readonly types: readonly TypeDoc[];
  /** When its constructor throws; undefined if it says nothing of that. */
  readonly throws?: string;
}

export interface PresetDocs {
  readonly presets: readonly PresetDoc[];
  /** The properties that all presets have. */
  readonly common: readonly PropertyDoc[];
}

const BASE_CLASS = 'NativeSidecar';
const COMMON_PROPERTIES = 'SidecarPresetProps';

/**
 * What the docstrings say of all presets that the library exports: its classes in src/presets which extend `NativeSidecar`.
 */
export function presetDocs(): PresetDocs {
  const index = join(SRC, 'index.ts');
  const program = ts.createProgram([index], {
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16, strict: true, skipLibCheck: true, types: ['node'], noEmit: true,
  });
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)!)!);
  const classes = exported.flatMap(symbol => symbol.declarations ?? []).filter(ts.isClassDeclaration)
    .filter(declaration => isPreset(declaration)).sort((a, b) => a.name!.text < b.name!.text ? -1 : 1);
  const common = exported.find(({ name }) => name === COMMON_PROPERTIES)!;
  return {
    presets: classes.map(declaration => presetDoc(checker, declaration)),
    common: propertiesOf(checker, common).map(property => propertyDoc(checker, property)),
  };
}

function isPreset(declaration: ts.ClassDeclaration): boolean {
  const [base] = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types ?? [];
  return isInPresets(declaration) && base?.expression.getText() === BASE_CLASS;
}

function isInPresets(node: ts.Node): boolean {
  return join(node.getSourceFile().fileName, '..') === PRESETS_FOLDER;
}

function presetDoc(checker: ts.TypeChecker, declaration: ts.ClassDeclaration): PresetDoc {
  const constructor = declaration.members.find(ts.isConstructorDeclaration)!;
  const props = checker.getTypeAtLocation(constructor.parameters[2]).symbol;
  const properties = propertiesOf(checker, props).filter(property => declaringInterface(property) !== COMMON_PROPERTIES);
  const types = new Map<ts.Symbol, TypeDoc>();
  const symbol = checker.getSymbolAtLocation(declaration.name!)!;
  const makers: TypeDoc = { ...typeDoc(checker, symbol, declaration), name: 'Besides the constructor', paragraphs: [] };
  properties.forEach(property => addTypes(checker, property.valueDeclaration!, types));
  declaration.members.filter(isMaker).flatMap(({ parameters }) => parameters).forEach(parameter => addTypes(checker, parameter, types));
  types.delete(props);
  return {
    name: declaration.name!.text,
    file: basename(declaration.getSourceFile().fileName, '.ts'),
    ...docstring(checker, symbol),
    properties: properties.map(property => propertyDoc(checker, property)),
    types: [...makers.members.length > 0 ? [makers] : [], ...types.values()],
    throws: throwsOf(constructor),
  };
}

function throwsOf(constructor: ts.ConstructorDeclaration): string | undefined {
  const tag = ts.getJSDocTags(constructor).find(({ tagName }) => tagName.text === 'throws');
  return tag && oneLine(ts.getTextOfJSDocComment(tag.comment) ?? '');
}

/** The properties of an interface: its own, then those of its bases. */
function propertiesOf(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol[] {
  return checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
}

function declaringInterface(property: ts.Symbol): string {
  return (property.valueDeclaration!.parent as ts.InterfaceDeclaration).name.text;
}

function propertyDoc(checker: ts.TypeChecker, property: ts.Symbol): PropertyDoc {
  const { questionToken, type } = property.valueDeclaration as ts.PropertySignature;
  return { name: property.name, type: oneLine(type!.getText()), isRequired: questionToken === undefined, ...docstring(checker, property) };
}

/** Adds the types of src/presets that are named in a declaration, and those that are named in them. */
function addTypes(checker: ts.TypeChecker, node: ts.Node, types: Map<ts.Symbol, TypeDoc>): void {
  const named = ts.isTypeReferenceNode(node) ? checker.getTypeAtLocation(node.typeName).symbol : undefined;
  const declaration = named?.declarations?.find(each => isInPresets(each) && isDocumented(each));
  if (named && declaration && !types.has(named)) {
    const doc = typeDoc(checker, named, declaration);
    if (doc.members.length > 0) {
      types.set(named, doc);
    }
    if (doc.kind === 'properties') {
      propertiesOf(checker, named).forEach(property => addTypes(checker, property.valueDeclaration!, types));
    } else {
      ts.forEachChild(declaration, child => addTypes(checker, child, types));
    }
  }
  // Bodies do not matter to who calls.
  if (!ts.isBlock(node)) {
    ts.forEachChild(node, child => addTypes(checker, child, types));
  }
}

function isDocumented(declaration: ts.Declaration): boolean {
  return ts.isInterfaceDeclaration(declaration) || ts.isEnumDeclaration(declaration) || ts.isClassDeclaration(declaration);
}

function typeDoc(checker: ts.TypeChecker, symbol: ts.Symbol, declaration: ts.Declaration): TypeDoc {
  const said = { name: symbol.name, ...docstring(checker, symbol) };
  if (ts.isInterfaceDeclaration(declaration)) {
    return { ...said, kind: 'properties', members: propertiesOf(checker, symbol).map(property => propertyDoc(checker, property)) };
  }
  const members = ts.isEnumDeclaration(declaration) ? declaration.members : (declaration as ts.ClassDeclaration).members.filter(isMaker);
  return {
    ...said,
    kind: ts.isEnumDeclaration(declaration) ? 'values' : 'makers',
    members: members.map(member => ({
      ...docstring(checker, checker.getSymbolAtLocation(member.name)!),
      name: ts.isEnumMember(member) ? member.name.getText() : `${symbol.name}.${member.name.getText()}(${parametersOf(member)})`,
      type: '',
      isRequired: false,
    })),
  };
}

/** Whether a member is a method of the class itself, which makes one. */
function isMaker(member: ts.ClassElement): member is ts.MethodDeclaration {
  const has = (kind: ts.SyntaxKind) => (member as ts.MethodDeclaration).modifiers?.some(modifier => modifier.kind === kind) ?? false;
  return ts.isMethodDeclaration(member) && has(ts.SyntaxKind.StaticKeyword) && !has(ts.SyntaxKind.PrivateKeyword)
    && !ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal');
}

function parametersOf(method: ts.MethodDeclaration): string {
  return oneLine(method.parameters.map(parameter => parameter.getText()).join(', '));
}

function docstring(checker: ts.TypeChecker, symbol: ts.Symbol): Docstring {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol.getJsDocTags(checker).map((tag): [string, string] => [tag.name, ts.displayPartsToString(tag.text).trim()]);
  return { paragraphs: paragraphsOf(text), tags: Object.fromEntries(tags) };
}

/** Paragraphs of a text, with their lines as they are. */
export function paragraphsOf(text: string): string[] {
  return text.trim().split(/\n\s*\n/).filter(each => each !== '');
}

/** A text in one line, such as for a cell of a table. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}
