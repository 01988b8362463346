import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One import or re-export of a source file. */
export interface Import {
  /** Path of the importing file, from the root, with `/`. */
  readonly from: string;
  /** As written. */
  readonly specifier: string;
  /** The imported file, from the root; null for a package. */
  readonly to: string | null;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

/** Every source file under these folders, tests left out. */
export function sourceFiles(...folders: string[]): string[] {
  const files: string[] = [];
  const visit = (path: string) => {
    for (const entry of readdirSync(path)) {
      if (entry === 'node_modules' || entry === 'dist') continue;
      const full = join(path, entry);
      if (statSync(full).isDirectory()) visit(full);
      else if (/\.(?:ts|mts|js|mjs)$/.test(entry) && !/\.test\.|\.d\.ts$/.test(entry)) files.push(full);
    }
  };
  for (const folder of folders) visit(join(ROOT, folder));
  return files.map(fromRoot);
}

const STATEMENT =
  /^(?:import|export)\b(?<type>\s+type\b)?(?:[^'"`;]*?\bfrom)?\s*['"](?<specifier>[^'"]+)['"]|\bimport\(\s*['"](?<dynamic>[^'"]+)['"]\s*\)/gm;

/** What a source file imports, in the order in which it stands there. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...text.matchAll(STATEMENT)].map(({ groups }) => {
    const specifier = groups?.specifier ?? groups?.dynamic ?? '';
    return {
      from: file,
      specifier,
      to: specifier.startsWith('.') ? sourceOf(resolve(ROOT, dirname(file), specifier)) : null,
      typeOnly: groups?.type !== undefined,
    };
  });
}

/** `x.js` is written, `x.ts` is meant. */
function sourceOf(path: string): string {
  return fromRoot(path)
    .replace(/\.js$/, '.ts')
    .replace(/\.mjs$/, '.mts');
}

function fromRoot(path: string): string {
  return relative(ROOT, path).split(sep).join('/');
}

/** Groups of files that import each other in a ring, types left out. */
export function cycles(files: readonly string[]): string[][] {
  const next = new Map(
    files.map((file) => [
      file,
      importsOf(file).flatMap(({ to, typeOnly }) => (to === null || typeOnly ? [] : [to])),
    ]),
  );
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: string[]) => {
    const start = path.indexOf(file);
    if (start >= 0) {
      found.push([...path.slice(start), file]);
      return;
    }
    if (done.has(file)) return;
    for (const one of next.get(file) ?? []) visit(one, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}
