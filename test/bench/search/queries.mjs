/** Kinds of search over rows that exist. `text` is what is typed; `query` what else is asked for. */
export async function kinds(pool, workspaceId, size) {
  const sample = await pool.query(
    `select first_name, last_name, email, phone, assignee_id
     from contact where workspace_id = $1 and first_name ~ '^[A-Za-z]{6,}$' and last_name ~ '^[A-Za-z]{6,}$'
       and email is not null and phone is not null and assignee_id is not null
       and id in (select id from contact tablesample bernoulli(5) repeatable (7))
     order by md5(id::text) limit $2`,
    [workspaceId, size],
  );
  const people = sample.rows;
  const each = (text) => people.map((person, index) => text(person, index));
  const prefix = (length) =>
    each(({ first_name, last_name }, index) => (index % 2 ? first_name : last_name).slice(0, length));
  const middle = (length) => each(({ last_name }, index) => last_name.slice(index % 3, (index % 3) + length));
  const national = (phone) => phone.replace(/^\+(?:49|43|41|33|44|1|34)/, '');

  const simple = {
    one_letter: prefix(1),
    two_letters: prefix(2),
    name_3_letters: middle(3),
    name_4_to_6_letters: each(({ last_name }, index) => last_name.slice(0, 4 + (index % 3))),
    last_name: each(({ last_name }) => last_name),
    first_and_last: each(({ first_name, last_name }) => `${first_name} ${last_name}`),
    email_local_part: each(({ email }) => email.split('@')[0]),
    phone_4_digits: each(({ phone }, index) => national(phone).slice(index % 4, (index % 4) + 4)),
    phone_5_digits: each(({ phone }, index) => national(phone).slice(index % 4, (index % 4) + 5)),
    phone_7_digits: each(({ phone }) => phone.slice(-7)),
    no_match: each((_, index) => `zzqxw${String.fromCharCode(97 + (index % 26))}`),
  };
  const ofText = (texts, query = {}) => texts.map((text) => ({ text, query }));
  return {
    ...Object.fromEntries(Object.entries(simple).map(([name, texts]) => [name, ofText(texts)])),
    email_whole: ofText(each(({ email }) => email)),
    phone_other_notation: ofText(
      each(
        ({ phone }, index) =>
          [
            `0${national(phone)}`,
            `00${phone.slice(1)}`,
            `${phone.slice(0, 3)} ${phone.slice(3, 6)} ${phone.slice(6)}`,
          ][index % 3],
      ),
    ),
    // Few, because the usual way may take seconds for each.
    old_import: ofText([
      'zyqwimport',
      'zyqw',
      'zyqwimp',
      'Zyqwi',
      'yqwimport',
      'zyqwimpor',
      'wimport',
      'zyqwim',
    ]),
    two_letters_open: ofText(prefix(2), { status: 'open' }),
    name_3_letters_any_status: ofText(middle(3), { status: 'any' }),
    name_3_letters_mine: people.map(({ assignee_id }, index) => ({
      text: middle(3)[index],
      query: { assignee: assignee_id },
    })),
    name_3_letters_vip_fr: ofText(middle(3), { tag: ['vip'], country: ['FR'] }),
    name_3_letters_unassigned: ofText(middle(3), { inbox: 'unassigned' }),
    mine: people.map(({ assignee_id }) => ({ text: '', query: { assignee: assignee_id, status: 'any' } })),
    vip: ofText(
      each(() => ''),
      { tag: ['vip'], country: ['AT'], channel: ['whatsapp'] },
    ),
    browse: ofText(each(() => '')),
    name_3_letters_page_2: middle(3).map((text) => ({ text, query: {}, page: 2 })),
    name_3_letters_by_last_activity: ofText(middle(3), { sort: 'last_activity' }),
    name_3_letters_by_name: ofText(middle(3), { sort: 'name' }),
    name_3_letters_by_window_closing: ofText(middle(3), { sort: 'window_closing' }),
    two_letters_by_name: ofText(prefix(2), { sort: 'name' }),
    last_name_by_window_closing: ofText(simple.last_name, { sort: 'window_closing' }),
  };
}

/** The kinds that are asked for once more while others write. */
export const BESIDE_WRITES = [
  'one_letter',
  'name_3_letters',
  'name_4_to_6_letters',
  'first_and_last',
  'phone_4_digits',
];

/** The kinds that the usual way answers too. */
export const COMPARED = [
  'one_letter',
  'two_letters',
  'name_3_letters',
  'name_4_to_6_letters',
  'last_name',
  'first_and_last',
  'email_local_part',
  'phone_4_digits',
  'phone_5_digits',
  'phone_7_digits',
  'no_match',
  'old_import',
];
