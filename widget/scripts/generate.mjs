// Writes what is told twice from where it is told once: the manifest from the element's source, the README's
// tables and the editor's data from the manifest.
//
//   node scripts/generate.mjs            writes
//   node scripts/generate.mjs --check    changes nothing, fails when something is stale
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const stale = [];

const manifest = analyze();
const element = manifest.modules
  .flatMap(({ declarations }) => declarations)
  .find(({ tagName }) => tagName === 'outbound-composer');

write('custom-elements.json', `${JSON.stringify(manifest, null, 2)}\n`);
write('vscode.html-custom-data.json', `${JSON.stringify(editorData(element), null, 2)}\n`);
write('README.md', withTables(readFileSync(`${root}README.md`, 'utf8'), tablesOf(element)));

if (stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')} in widget/. Run "npm run generate" and commit what it writes.`);
  process.exit(1);
}

function analyze() {
  const outdir = '.cache/manifest';
  const globs = ['src/outbound-composer.ts', 'src/events.ts'];
  mkdirSync(`${root}${outdir}`, { recursive: true });
  const { status, stderr } = spawnSync(
    'cem',
    ['analyze', '--litelement', '--quiet', '--globs', ...globs, '--outdir', outdir],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${root}node_modules/.bin:${process.env.PATH}` },
    },
  );
  if (status !== 0) throw new Error(`The manifest could not be made: ${stderr}`);
  const found = JSON.parse(readFileSync(`${root}${outdir}/custom-elements.json`, 'utf8'));
  rmSync(`${root}${outdir}`, { recursive: true });
  for (const declaration of found.modules.flatMap(({ declarations }) => declarations))
    declaration.members = declaration.members?.filter(
      ({ privacy }) => privacy !== 'private' && privacy !== 'protected',
    );
  return found;
}

function tablesOf({ attributes, members, events, slots, cssParts, cssProperties }) {
  const attributed = new Set(attributes.map(({ fieldName }) => fieldName));
  const code = (text) => `\`${text}\``;
  return {
    attributes: table(
      ['Attribute', 'Default', 'Meaning'],
      attributes.map((one) => [
        code(one.name),
        one.default === "''" ? '' : code(one.default.replaceAll("'", '')),
        one.description,
      ]),
    ),
    properties: table(
      ['Property', 'Type', 'Meaning'],
      members
        .filter(({ kind, name }) => kind === 'field' && !attributed.has(name))
        .map((one) => [code(one.name), code(one.type.text.replaceAll('|', '\\|')), one.description]),
    ),
    methods: table(
      ['Method', 'Meaning'],
      members
        .filter(({ kind }) => kind === 'method')
        .map((one) => [
          code(`${one.name}(${(one.parameters ?? []).map(({ name }) => name).join(', ')})`),
          one.description,
        ]),
    ),
    events: table(
      ['Event', 'Class', 'When'],
      events.map((one) => [code(one.name), code(one.type.text), one.description]),
    ),
    slots: table(
      ['Slot', 'Content'],
      slots.map((one) => [code(one.name), one.description]),
    ),
    parts: table(
      ['Part', 'What it is'],
      cssParts.map((one) => [code(one.name), one.description]),
    ),
    'custom-properties': table(
      ['Custom property', 'Default', 'Meaning'],
      cssProperties.map((one) => [code(one.name), one.default ? code(one.default) : '', one.description]),
    ),
  };
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
function withTables(readme, tables) {
  let text = readme;
  for (const [name, content] of Object.entries(tables)) {
    const place = new RegExp(`<!-- ${name} -->[\\s\\S]*?<!-- /${name} -->`);
    if (!place.test(text)) throw new Error(`README.md has no place for the table "${name}".`);
    text = text.replace(place, () => `<!-- ${name} -->\n${content}\n<!-- /${name} -->`);
  }
  return text;
}

/** As the workspace's formatter leaves it, so that formatting and generating never undo each other. */
function formatted(file, content) {
  const workspace = fileURLToPath(new URL('../..', import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    `${workspace}node_modules/.bin/biome`,
    ['format', `--stdin-file-path=widget/${file}`],
    { cwd: workspace, input: content, encoding: 'utf8', maxBuffer: 10_000_000 },
  );
  if (status !== 0) throw new Error(`${file} could not be formatted: ${stderr}`);
  return stdout;
}

/** What VS Code needs to complete the tag and its attributes. */
function editorData({ tagName, description, attributes }) {
  const values = {
    inbox: ['mine', 'unassigned', 'team', 'all'],
    status: ['closed', 'open', 'snoozed', 'any'],
    density: ['comfortable', 'compact'],
  };
  return {
    version: 1.1,
    tags: [
      {
        name: tagName,
        description: description.split('\n\n')[0],
        attributes: attributes.map((one) => ({
          name: one.name,
          description: one.description,
          ...(values[one.name] ? { values: values[one.name].map((name) => ({ name })) } : {}),
        })),
      },
    ],
  };
}

function write(file, raw) {
  const path = `${root}${file}`;
  const content = formatted(file, raw);
  let before = null;
  try {
    before = readFileSync(path, 'utf8');
  } catch {
    // It is made for the first time.
  }
  if (before === content) return;
  if (check) stale.push(file);
  else writeFileSync(path, content);
}
