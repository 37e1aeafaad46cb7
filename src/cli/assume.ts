import { Assumption } from '../lifecycle/assumption';
import { UnusableInput } from '../source/unusable-input';

const KEYS = 'run:2s, exit:3, start:4s, stop:1s, preStop:1s, postStart:1s, ignores-term, gate:never';
const UNIT_SECONDS: { readonly [unit: string]: number } = { h: 3600, m: 60, s: 1, ms: 0.001 };

/**
 * Seconds of a duration as options give it: `2s`, `500ms`, `1m30s`, or a bare number of seconds.
 *
 * @param flag the option, for the error
 */
export function durationFrom(text: string, flag: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) {
    return Number(text);
  }
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) {
    throw new UnusableInput(`${flag}: '${text}' is not a duration. Write it as 2s, 500ms or 1m30s.`);
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  return Number(parts.reduce((sum, [, number, unit]) => sum + Number(number) * UNIT_SECONDS[unit], 0).toFixed(3));
}

/**
 * Assumptions as options give them, by the names of containers: `migrate=run:2s,exit:3`.
 */
export function assumptionsFrom(options: readonly string[] = []): ReadonlyMap<string, Partial<Assumption>> {
  const assumptions = new Map<string, Partial<Assumption>>();
  for (const option of options) {
    const [, name, facts] = /^\s*([^=\s]+)\s*=\s*(\S[^]*?)\s*$/.exec(option) ?? [];
    if (!name) {
      throw new UnusableInput(`--assume: '${option}' is not of the form CONTAINER=FACT,…, with facts such as ${KEYS}.`);
    }
    assumptions.set(name, Object.assign({}, assumptions.get(name), ...facts.split(',').map(fact => factFrom(fact.trim(), option))));
  }
  return assumptions;
}

/**
 * @throws UnusableInput if something is assumed of a container that there is not
 */
export function checkNames(assumptions: ReadonlyMap<string, unknown>, containers: readonly string[]): void {
  const unknown = [...assumptions.keys()].find(name => !containers.includes(name));
  if (unknown !== undefined) {
    throw new UnusableInput(`--assume: no container is called '${unknown}'. There are: ${[...new Set(containers)].join(', ')}.`);
  }
}

function factFrom(fact: string, option: string): Partial<Assumption> {
  const [, key, value] = /^([^:]*)(?::\s*(.*))?$/.exec(fact)!;
  const seconds = () => durationFrom(value ?? '', `--assume ${option}`);
  switch (key) {
    case 'run': return { run: value === 'forever' ? Infinity : seconds() };
    case 'start': return { start: seconds() };
    case 'stop': return { stop: seconds() };
    case 'preStop': return { preStop: seconds() };
    case 'postStart': return { postStart: seconds() };
    case 'exit': return { exit: exitCodeFrom(value, option) };
    case 'ignores-term': return value === undefined ? { ignoresTerm: true } : unknownFact(fact, option);
    case 'gate': return value === 'never' ? { gateNever: true } : unknownFact(fact, option);
    default: return unknownFact(fact, option);
  }
}

function exitCodeFrom(value: string | undefined, option: string): number {
  if (value === undefined || !/^\d{1,3}$/.test(value) || Number(value) > 255) {
    throw new UnusableInput(`--assume ${option}: '${value ?? ''}' is not an exit code, a number from 0 to 255.`);
  }
  return Number(value);
}

function unknownFact(fact: string, option: string): never {
  throw new UnusableInput(`--assume ${option}: '${fact}' is not known. There are: ${KEYS}.`);
}
