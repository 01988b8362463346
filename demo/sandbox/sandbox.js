// The customers' page: who they are, what arrived, what they answer. It talks to the sandbox alone.
const CHANNELS = {
  whatsapp: { title: 'Nordlicht Bikes', app: 'WhatsApp', logo: 'W' },
  telegram: { title: 'Nordlicht Bikes Bot', app: 'Telegram', logo: 'T' },
  website_chat: { title: 'Chat with us', app: 'Website chat', logo: 'N' },
  email: { title: 'Inbox', app: 'E-mail', logo: '@' },
};
const BEHAVIOURS = {
  read: 'Delivered, then read',
  deliver: 'Delivered, never read',
  silent: 'Taken, no news',
};

const list = document.querySelector('#customers');
const main = document.querySelector('#customer');
const search = document.querySelector('#search');
const deviceTemplate = document.querySelector('#device');
const failures = await api('/api/failures');
let chosen = null;

async function api(path, options) {
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error((await answer.json()).message);
  return answer.json();
}
const send = (method, path, body) =>
  api(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

async function showCustomers() {
  const { items } = await api(`/api/customers?q=${encodeURIComponent(search.value)}`);
  list.replaceChildren(...items.map(listItem));
}

function listItem(customer) {
  const item = element('li');
  const button = element('button');
  button.type = 'button';
  button.dataset.id = customer.id;
  button.setAttribute('aria-current', String(customer.id === chosen));
  const text = element('span');
  text.append(
    element('span', 'name', customer.name),
    element('small', '', appsOf(customer).join(', ') || 'Nothing we play here'),
  );
  button.append(avatar(customer), text);
  button.addEventListener('click', () => void choose(customer.id));
  item.append(button);
  return item;
}

function appsOf(customer) {
  return Object.keys(CHANNELS)
    .filter((channel) => channel in customer.addresses)
    .map((channel) => CHANNELS[channel].app);
}

function avatar({ name, id }) {
  const initials = name
    .split(/\s+/)
    .map((word) => [...word][0])
    .slice(0, 2)
    .join('');
  const face = element('span', 'avatar', initials.toUpperCase());
  face.dataset.hue = String([...id].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 5);
  face.setAttribute('aria-hidden', 'true');
  return face;
}

async function choose(id) {
  chosen = id;
  for (const button of list.querySelectorAll('button'))
    button.setAttribute('aria-current', String(button.dataset.id === id));
  await showCustomer();
}

async function showCustomer() {
  const asked = chosen;
  if (asked === null) return;
  let customer;
  try {
    customer = await api(`/api/customers/${encodeURIComponent(asked)}`);
  } catch (error) {
    main.replaceChildren(element('p', 'empty', error.message));
    return;
  }
  if (asked !== chosen) return;
  const channels = Object.keys(CHANNELS).filter((channel) => channel in customer.addresses);
  if (channels.length === 0) {
    main.replaceChildren(
      element('p', 'empty', `${customer.name} has none of WhatsApp, Telegram, website chat or e-mail.`),
    );
    return;
  }
  const kept = new Map([...main.querySelectorAll('.device')].map((one) => [one.dataset.key, one]));
  const devices = channels.map((channel) => {
    const key = `${customer.id} ${channel}`;
    const device = kept.get(key) ?? makeDevice(customer, channel, key);
    fillThread(device, customer, channel);
    return device;
  });
  const shown = [...main.children];
  if (shown.length !== devices.length || shown.some((one, index) => one !== devices[index]))
    main.replaceChildren(...devices);
  for (const thread of main.querySelectorAll('.thread')) thread.scrollTop = thread.scrollHeight;
}

function makeDevice(customer, channel, key) {
  const device = deviceTemplate.content.firstElementChild.cloneNode(true);
  const { title, app, logo } = CHANNELS[channel];
  device.dataset.channel = channel;
  device.dataset.key = key;
  device.setAttribute('aria-label', `${app} of ${customer.name}`);
  device.querySelector('.logo').textContent = logo;
  device.querySelector('.title').textContent = title;
  device.querySelector('.address').textContent = `${app} of ${customer.name}`;
  const input = device.querySelector('input');
  input.placeholder = channel === 'email' ? 'Reply by mail…' : 'Answer as the customer…';
  device.querySelector('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = input.value;
    input.value = '';
    await write(customer.id, channel, text);
  });
  const behaviour = device.querySelector('.behaviour');
  if (channel === 'website_chat') device.querySelector('footer').remove();
  for (const [value, label] of [
    ...Object.entries(BEHAVIOURS),
    ...failures[channel].map(({ code, title: words }) => [`fail:${code}`, `Fails: ${code} ${words}`]),
  ])
    behaviour.append(new Option(label, value));
  behaviour.value = customer.behaviours[channel];
  behaviour.addEventListener('change', () =>
    send('PUT', `/api/customers/${encodeURIComponent(customer.id)}/behaviour`, {
      channel,
      behaviour: behaviour.value,
    }),
  );
  return device;
}

function write(customerId, channel, text) {
  return send('POST', `/api/customers/${encodeURIComponent(customerId)}/messages`, { channel, text });
}

function fillThread(device, customer, channel) {
  const messages = customer.messages.filter((message) => message.channel === channel);
  const thread = device.querySelector('.thread');
  if (messages.length === 0)
    thread.replaceChildren(element('li', 'nothing', 'Nothing new since the demo started.'));
  else thread.replaceChildren(...messages.map((message) => bubble(message)));
}

function bubble(message) {
  const item = element('li', `bubble ${message.direction} ${message.status}`);
  item.dataset.status = message.status;
  if (message.subject) item.append(element('span', 'subject', message.subject));
  const text = element('span', 'text', message.text);
  text.dir = 'auto';
  item.append(text);
  if (message.buttons.length > 0) {
    const buttons = element('span', 'quick-replies');
    for (const label of message.buttons) {
      const button = element('button', 'quick-reply', label);
      button.type = 'button';
      button.addEventListener('click', () => void write(message.customerId, message.channel, label));
      buttons.append(button);
    }
    item.append(buttons);
  }
  item.append(element('span', 'meta', meta(message)));
  return item;
}

function meta({ at, status, problem, template }) {
  const time = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const words = { arrived: 'delivered', read: 'read', written: 'sent', lost: `never arrived: ${problem}` }[
    status
  ];
  return [time, template ? 'template' : '', words].filter(Boolean).join(' · ');
}

function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

search.addEventListener('input', showCustomers);
// The page around this frame says whom its agent is looking at.
addEventListener('message', ({ data }) => {
  if (typeof data?.customer === 'string') void choose(data.customer);
});
addEventListener('hashchange', () => void choose(decodeURIComponent(location.hash.slice(1))));
new EventSource('/api/events').addEventListener('message', ({ data }) => {
  const { customerId } = JSON.parse(data);
  if (customerId === chosen) void showCustomer();
  if (search.value === '') void showCustomers();
});

await showCustomers();
if (location.hash) await choose(decodeURIComponent(location.hash.slice(1)));
