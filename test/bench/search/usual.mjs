/**
 * What a well-known support platform runs: every field asked for contained text, one trigram index over all of
 * them, the latest activity first. Its own table, so that neither pays for the other's indexes.
 */
export async function buildUsual(pool) {
  await pool.query(`
    create table usual_contacts as
    select workspace_id as account_id, id, trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) as name,
           email, phone as phone_number, custom_fields, last_activity_at, created_at
    from contact`);
  await pool.query('alter table usual_contacts add primary key (id)');
  await pool.query(
    'create index on usual_contacts using gin (name gin_trgm_ops, email gin_trgm_ops, phone_number gin_trgm_ops)',
  );
  await pool.query('create index on usual_contacts (account_id, last_activity_at desc nulls last)');
  await pool.query('create index on usual_contacts (account_id)');
  await pool.query('create index on usual_contacts (lower(email), account_id)');
  await pool.query('create index on usual_contacts (phone_number, account_id)');
  await pool.query('vacuum analyze usual_contacts');
}

export function usualSearch(pool, workspaceId) {
  return async (text) => {
    const { rows } = await pool.query(
      `select * from usual_contacts
       where account_id = $2 and (name ilike $1 or email ilike $1 or phone_number ilike $1)
       order by last_activity_at desc nulls last limit 16`,
      [`%${text}%`, workspaceId],
    );
    return rows.length;
  };
}
