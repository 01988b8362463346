import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { MIGRATIONS, migrate } from '../src/store/migrate.js';
import { useDatabase } from './support/database.js';
import { factories } from './support/factories.js';

const database = useDatabase();

test('migrating a database that is up to date runs nothing and keeps its rows', async () => {
  const workspace = await factories(database.db).workspace();
  expect(await migrate(database.db)).toEqual([]);
  const kept = await database.db.selectFrom('workspace').select('id').execute();
  expect(kept).toEqual([{ id: workspace.id }]);
});

test('every migration file is run, in the order of the names', async () => {
  const files = await readdir(new URL('../src/store/migrations', import.meta.url));
  expect(Object.keys(MIGRATIONS)).toEqual(files.map((file) => file.replace(/\.ts$/, '')).sort());
});

test('a contact is found by its folded name', async () => {
  const make = factories(database.db);
  const workspace = await make.workspace();
  const contact = await make.contact(workspace.id, { first_name: 'Łukasz', last_name: 'Müller' });
  expect(contact.search).toContain(' lukasz muller ');
});
