// A CRM of our own making, as a stranger would have it: it knows the composer by its tag, attributes and events.
const list = document.querySelector('#accounts');
const record = document.querySelector('#record');
const filter = document.querySelector('#filter');
const agentSelect = document.querySelector('#agent');
const composer = document.querySelector('outbound-composer');
const split = document.querySelector('#split');
const side = document.querySelector('.other-side');
const frame = document.querySelector('#other-side');

const { agents, agent, accounts, sandbox } = await (await fetch('session')).json();
let current = null;
const log = new Map();

// The composer asks again before a token runs out; only our own backend can sign one.
composer.getToken = async () => (await (await fetch('token')).json()).token;

agentSelect.append(...agents.map(({ id, name }) => new Option(name, id, false, id === agent)));
document.querySelector('#agent-title').textContent = agents.find(({ id }) => id === agent)?.title ?? '';
agentSelect.addEventListener('change', async () => {
  await fetch('session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ agent: agentSelect.value }),
  });
  location.reload();
});

document.querySelector('#count').textContent = accounts.length;
filter.addEventListener('input', showList);

function showList() {
  const words = fold(filter.value).split(/\s+/).filter(Boolean);
  const found = accounts.filter(({ name, company }) =>
    words.every((word) => fold(`${name} ${company}`).includes(word)),
  );
  list.replaceChildren(
    ...found.map((account) => {
      const button = element('button');
      button.type = 'button';
      button.dataset.id = account.id;
      button.setAttribute('aria-current', String(account.id === current));
      button.append(face(account), element('span', 'name', account.name));
      button.append(
        account.vip ? element('span', 'vip', 'VIP') : element('span'),
        element('small', '', account.company),
      );
      button.addEventListener('click', () => {
        open(account);
        composer.openContact(`external:crm/${account.id}`);
      });
      const item = element('li');
      item.append(button);
      return item;
    }),
  );
}

function open(account) {
  current = account.id;
  for (const button of list.querySelectorAll('button'))
    button.setAttribute('aria-current', String(button.dataset.id === current));
  const head = element('header', 'card head');
  const title = element('h2', '', account.name);
  if (account.vip) title.append(' ', element('span', 'vip', 'VIP'));
  head.append(face(account), title, element('p', '', `${account.company} · ${account.lifecycle}`));

  const about = card('About');
  const facts = element('dl');
  for (const [term, value] of [
    ['Phone', account.phone],
    ['E-mail', account.email],
    ['Country', account.countryName],
    ['Bike', account.bike],
    ['Orders', account.orders],
    ['Owner', account.owner],
  ]) {
    const group = element('div');
    const detail = element('dd', '', String(value ?? '–'));
    if (term === 'Phone') detail.dir = 'ltr';
    group.append(element('dt', '', term), detail);
    facts.append(group);
  }
  about.append(facts);

  const deals = card('Deals');
  const table = element('table', 'deals');
  table.append(row('th', ['Deal', 'Stage', 'Value']));
  for (const deal of account.deals)
    table.append(row('td', [deal.name, stage(deal.stage), money.format(deal.value)]));
  deals.append(table);

  const activity = card('Activity');
  const lines = element('ol', 'log');
  for (const { when, what, fresh } of [...(log.get(account.id) ?? []), ...account.activity]) {
    const line = element('li', fresh ? 'fresh' : '');
    line.append(element('time', '', when), element('span', '', what));
    lines.append(line);
  }
  activity.append(lines);
  record.replaceChildren(head, about, deals, activity);
}

const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });

function card(title) {
  const made = element('section', 'card');
  made.append(element('h3', '', title));
  return made;
}

function row(tag, cells) {
  const made = element('tr');
  for (const cell of cells) {
    const one = element(tag);
    one.append(cell);
    made.append(one);
  }
  return made;
}

function stage(name) {
  return element('span', `stage ${name.toLowerCase()}`, name);
}

function face({ name, id }) {
  const initials = name
    .split(/\s+/)
    .map((word) => [...word][0])
    .slice(0, 2)
    .join('');
  const made = element('span', 'face', initials.toUpperCase());
  made.dataset.hue = String(Number(id.replace(/\D/g, '')) % 5);
  made.setAttribute('aria-hidden', 'true');
  return made;
}

function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function fold(text) {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

// What happens in the composer reaches the CRM's own record.
composer.addEventListener('outbound-composer-contact-open', ({ contact }) => {
  const account = accounts.find(({ id }) => id === contact.externalId);
  if (account !== undefined && account.id !== current) open(account);
  lookAt(contact.externalId);
});
composer.addEventListener('outbound-composer-sent', ({ message }) => {
  const account = accounts.find(({ id }) => id === current);
  if (account === undefined) return;
  const text = message.content.text ?? '';
  log.set(account.id, [
    { when: 'just now', what: `${message.channel.replace('_', ' ')}: ${text.slice(0, 80)}`, fresh: true },
    ...(log.get(account.id) ?? []),
  ]);
  open(account);
});

let watched = null;
function lookAt(customer) {
  watched = customer;
  if (frame.src) frame.contentWindow.postMessage({ customer }, sandbox);
}
split.addEventListener('click', () => {
  const on = document.body.classList.toggle('split');
  split.setAttribute('aria-pressed', String(on));
  split.textContent = on ? 'Hide the customer’s side' : 'Show the customer’s side';
  side.hidden = !on;
  if (on && !frame.src) frame.src = watched === null ? sandbox : `${sandbox}#${encodeURIComponent(watched)}`;
});

showList();
open(accounts[0]);
