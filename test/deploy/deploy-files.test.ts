import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse, parseAllDocuments } from 'yaml';
import { readOrMakeDataKeys } from '../../src/adapters/vault/data-keys.ts';
import { readSettings } from '../../src/container/settings.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { settingNames } from '../support/setting-names.ts';
import { tempDir } from '../support/temp-dir.ts';

// There is no container engine where the tests run: these files are read and held against the program.

// biome-ignore lint/suspicious/noExplicitAny: YAML of many forms
type Yaml = any;
const PORT = 3033;
const read = (path: string) => readFile(path, 'utf8');

/** The names of the settings that the program reads. */
async function knownSettings(): Promise<string[]> {
  // Node's own, and those of the service.
  return ['NODE_ENV', 'NODE_OPTIONS', ...(await settingNames())];
}

/** Fails if the program would not take these as its settings. */
async function holdSettings(env: Record<string, string>): Promise<void> {
  expect(await knownSettings()).to.include.members(Object.keys(env));
  const files = await mountedFiles(env);
  const given = { NODE_ENV: 'production', PASSPORT_URL: 'https://p.example.com/', ...env, ...files };
  const reading = readSettings(given, 2);
  expect(reading.ok ? [] : reading.problems).to.deep.equal([]);
}

/** What these settings name and only a machine has, as files of the test. */
async function mountedFiles(env: Record<string, string>): Promise<Record<string, string>> {
  const dir = await tempDir();
  const files: Record<string, () => Promise<string>> = {
    DATA_KEY_FILE: async () => {
      readOrMakeDataKeys(join(dir, 'keys.json'));
      return join(dir, 'keys.json');
    },
    ENDPOINTS_FILE: async () => {
      await writeFile(join(dir, 'endpoints.json'), '{}');
      return join(dir, 'endpoints.json');
    },
  };
  const made = Object.entries(files).filter(([name]) => name in env);
  return Object.fromEntries(await Promise.all(made.map(async ([name, make]) => [name, await make()])));
}

/** Holds that both sides of the service share what they must, and have one role each. */
async function holdSides(visitors: Yaml, operations: Yaml): Promise<void> {
  for (const env of [visitors, operations]) await holdSettings(env);
  expect([visitors.ROLE, operations.ROLE]).to.deep.equal(['public', 'operations']);
  for (const name of ['REDIS_URL', 'DATABASE_URL', 'DATA_KEY_FILE', 'ENDPOINTS_FILE']) {
    expect(visitors[name], name).to.equal(operations[name]).and.not.to.equal(undefined);
  }
}

describe('the systemd unit', () => {
  let settings: Map<string, string[]>;

  before(async () => {
    settings = new Map();
    const lines = (await read('deploy/systemd/cms-market.service')).split('\n');
    for (const line of lines.filter((text) => !/^(#|\[|$)/.test(text))) {
      const [, key = '', value = ''] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
      expect(key, line).not.to.equal('');
      settings.set(key, [...(settings.get(key) ?? []), value]);
    }
  });

  it('starts the built program with settings that it takes', async () => {
    expect(settings.get('ExecStart')).to.deep.equal(['/usr/bin/node current/dist/main.js serve']);
    const pairs = (settings.get('Environment') ?? []).map((pair) => pair.split('=', 2));
    await holdSettings(Object.fromEntries(pairs));
    expect(Object.fromEntries(pairs).DATA_DIR).to.equal(`/var/lib/${settings.get('StateDirectory')}`);
  });

  it('reloads by SIGHUP, ends by a signal to the supervisor alone, and does not repeat what cannot work', () => {
    expect(settings.get('ExecReload')).to.deep.equal(['/bin/kill -HUP $MAINPID']);
    expect(settings.get('KillMode')).to.deep.equal(['mixed']);
    expect(Number(settings.get('TimeoutStopSec'))).to.be.above(10);
    expect(settings.get('RestartPreventExitStatus')).to.deep.equal(['78']);
  });

  it('gives the program no more than it needs', () => {
    const strict = ['NoNewPrivileges', 'ProtectHome', 'PrivateTmp', 'PrivateDevices', 'RestrictNamespaces'];
    expect(settings.get('User')).to.deep.equal(['cms-market']);
    for (const name of strict) expect(settings.get(name), name).to.deep.equal(['yes']);
    expect(settings.get('ProtectSystem')).to.deep.equal(['strict']);
    expect(settings.get('CapabilityBoundingSet')).to.deep.equal(['']);
    expect(settings.has('MemoryDenyWriteExecute'), 'Node compiles while it runs').to.equal(false);
  });
});

describe('the unit and the timer of backups', () => {
  it('run the script of the release, as the service’s user, with the service’s settings', async () => {
    const unit = await read('deploy/systemd/cms-market-backup.service');
    const service = await read('deploy/systemd/cms-market.service');
    const [, script = ''] = /^ExecStart=\/opt\/cms-market\/current\/(.*)$/m.exec(unit) ?? [];
    expect((await stat(script)).mode & 0o111).to.equal(0o111);
    const shared = [
      'User=',
      'Group=',
      'EnvironmentFile=',
      'Environment=DATA_DIR=',
      'Environment=ACTIVITIES_DIR=',
    ];
    for (const setting of shared) {
      const [line = setting] = new RegExp(`^${setting}.*$`, 'm').exec(service) ?? [];
      expect(unit).to.include(`\n${line}\n`);
    }
    // All else is read-only for it.
    const [, writable = ''] = /^ReadWritePaths=(.*)$/m.exec(unit) ?? [];
    for (const name of ['DATA_DIR', 'BACKUP_DIR']) {
      const [, path] = new RegExp(`^Environment=${name}=(.*)$`, 'm').exec(unit) ?? [];
      expect(writable.split(' ')).to.include(path);
    }
    expect(await read('deploy/systemd/cms-market-backup.timer')).to.match(/^OnCalendar=hourly$/m);
  });
});

describe('the Dockerfile', () => {
  let lines: string[];
  let lastStage: string[];

  before(async () => {
    const text = (await read('deploy/Dockerfile')).replace(/\\\n\s*/g, '');
    lines = text.split('\n').filter((line) => !/^(#|$)/.test(line));
    lastStage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  });

  it('copies only what is there, and what .dockerignore lets through', async () => {
    const through = (await read('.dockerignore')).split('\n').filter((line) => line.startsWith('!'));
    const copies = lines.filter((line) => line.startsWith('COPY ') && !line.includes('--from='));
    expect(copies.length).to.be.above(4);
    for (const source of copies.flatMap((line) => line.split(' ').slice(1, -1))) {
      expect(existsSync(source), source).to.equal(true);
      expect(through).to.include(`!${source}`);
    }
  });

  it('runs npm scripts that exist, in two stages of a version of Node that the service takes', async () => {
    const { scripts, engines } = JSON.parse(await read('package.json'));
    for (const [, script = ''] of lines.join('\n').matchAll(/npm run ([\w:-]+)/g)) {
      expect(scripts).to.have.property(script);
    }
    const images = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);
    expect(images).to.deep.equal(['node:22-slim', 'node:22-slim']);
    expect(Number(/\d+/.exec(engines.node)?.[0])).to.be.at.most(22);
  });

  it('does not run as root, keeps draws in a volume of its own, and is asked whether it lives', async () => {
    expect(lastStage).to.include('USER node');
    const env =
      lastStage
        .find((line) => line.startsWith('ENV '))
        ?.slice(4)
        .split(/\s+/) ?? [];
    const settings = Object.fromEntries(env.map((pair) => pair.split('=', 2)));
    await holdSettings(settings);
    expect(lastStage).to.include(`VOLUME ${settings.DATA_DIR}`);
    expect(lastStage).to.include(`EXPOSE ${settings.PORT}`);
    expect(lastStage.join('\n')).to.match(/HEALTHCHECK .*\/healthz/);
    expect(lastStage.at(-1)).to.equal('CMD ["node", "dist/main.js", "serve"]');
  });
});

describe('the compose file', () => {
  let services: Yaml;
  before(async () => {
    ({ services } = parse(await read('deploy/compose.yaml'), { merge: true }));
  });

  it('gives both sides of the service settings that they take', async () => {
    const [visitors, operations] = ['cms-market', 'operations'].map((name) => {
      const { PASSPORT_URL, ...env } = services[name].environment;
      expect(PASSPORT_URL).to.match(/^\$\{PASSPORT_URL:\?/);
      // Compose puts the password in.
      expect(env.DATABASE_URL).to.match(/\$\{POSTGRES_PASSWORD:\?[^}]*\}/);
      return { ...env, DATABASE_URL: env.DATABASE_URL.replace(/\$\{[^}]*\}/, 'secret') };
    });
    await holdSides(visitors, operations);
    expect(visitors.REDIS_URL).to.equal('redis://redis:6379');
    const { pathname, username, hostname } = new URL(visitors.DATABASE_URL);
    const { POSTGRES_USER, POSTGRES_DB } = services.postgres.environment;
    expect([hostname, username, pathname]).to.deep.equal(['postgres', POSTGRES_USER, `/${POSTGRES_DB}`]);
    for (const name of ['cms-market', 'operations']) {
      const mounts = services[name].volumes.map(
        (volume: string) => volume.replace(/^\$\{[^}]*\}/, 'folder').split(':')[1],
      );
      expect(mounts, name).to.include('/etc/cms-market').and.to.include('/data');
    }
  });

  it('keeps every acknowledged draw', () => {
    expect(services.redis.command.join(' ')).to.include(
      '--appendonly yes --appendfsync always --maxmemory-policy noeviction',
    );
    expect(services.redis.volumes).to.deep.equal(['redis:/data']);
  });

  it('lets visitors in through nginx alone', async () => {
    expect(services.nginx.network_mode).to.equal('service:cms-market');
    expect(services['cms-market'].ports).to.deep.equal(['80:80', '443:443']);
    const site = await read('deploy/nginx.conf');
    expect(site).to.include('listen 80 ').and.to.include('listen 443 ').and.to.include(`127.0.0.1:${PORT};`);
    const [file = '', certificate = ''] = services.nginx.volumes;
    expect(existsSync(`deploy/${file.split(':')[0]}`)).to.equal(true);
    const folder = certificate.split(':').at(-2);
    expect(site).to.match(new RegExp(`ssl_certificate +${folder}/`));
  });

  it('keeps of every container’s log so much and no more', () => {
    for (const [name, { logging }] of Object.entries<Yaml>(services)) {
      expect(logging, name).to.deep.equal({
        driver: 'json-file',
        options: { 'max-size': '20m', 'max-file': '5' },
      });
    }
  });
});

describe('the Kubernetes example', () => {
  const objects: Yaml[] = [];
  let program: RunningProgram;
  const of = (kind: string) => objects.filter((object) => object.kind === kind);

  before(async () => {
    for (const file of await readdir('deploy/kubernetes')) {
      const documents = parseAllDocuments(await read(`deploy/kubernetes/${file}`));
      for (const document of documents) expect(document.errors).to.deep.equal([]);
      objects.push(...documents.map((document) => document.toJS()));
    }
    const [{ data }] = of('ConfigMap');
    program = await startProgram({ ACTIVITIES_DIR: await activitiesDir({ 1055: data['data.json'] }) });
  });
  after(() => program.stop());

  it('asks for paths that the service answers, on the port that it listens on', async () => {
    const [container] = of('Deployment')[0].spec.template.spec.containers;
    expect(container.ports).to.deep.equal([{ name: 'http', containerPort: PORT }]);
    expect(container.livenessProbe.httpGet.path).to.equal('/healthz');
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      const { path, port } = container[probe].httpGet;
      expect(port, probe).to.equal('http');
      expect((await ask(`${program.origin}${path}`)).status, probe).to.equal(200);
    }
    const [{ spec }] = of('Service');
    expect(spec.selector).to.deep.equal(of('Deployment')[0].spec.template.metadata.labels);
    expect(spec.ports[0].targetPort).to.equal('http');
    const [{ path }] = of('Ingress')[0].spec.rules[0].http.paths;
    expect(`${program.origin}${path}`).to.equal(program.base);
  });

  it('gives the service settings that it takes, and time to end', async () => {
    const { containers, terminationGracePeriodSeconds } = of('Deployment')[0].spec.template.spec;
    const { lifecycle } = containers[0];
    const secrets: Yaml = { 'redis-url': 'redis://r', 'database-url': 'postgres://u:p@h/d' };
    const [visitors, operations] = of('Deployment').map(({ spec }) =>
      Object.fromEntries(
        spec.template.spec.containers[0].env.map(({ name, value, valueFrom }: Yaml) => [
          name,
          value ?? secrets[valueFrom.secretKeyRef.key],
        ]),
      ),
    );
    await holdSides(visitors, operations);
    const pause = Number(lifecycle.preStop.exec.command[1]);
    expect(terminationGracePeriodSeconds).to.be.above(pause + 10);
  });

  it('has an operations side that no visitor reaches, with the same keys', () => {
    const [visitors, operations] = of('Deployment');
    const [{ spec }] = of('Service');
    const { labels } = operations.spec.template.metadata;
    expect(labels).to.deep.equal(operations.spec.selector.matchLabels);
    expect(labels.app).not.to.equal(spec.selector.app);
    const [one, other] = [visitors, operations].map(({ spec: { template } }: Yaml) => {
      const { volumes, containers } = template.spec;
      const { secret } = volumes.find(({ name }: Yaml) => name === 'secrets');
      const { mountPath } = containers[0].volumeMounts.find(({ name }: Yaml) => name === 'secrets');
      return { secret, mountPath };
    });
    expect(one).to.deep.equal(other);
    const files = one?.secret.items.map(({ path }: Yaml) => `${one.mountPath}/${path}`);
    const named = operations.spec.template.spec.containers[0].env.filter(({ name }: Yaml) =>
      /_FILE$/.test(name),
    );
    expect(named.map(({ value }: Yaml) => value)).to.deep.equal(files);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      const { path } = operations.spec.template.spec.containers[0][probe].httpGet;
      expect(path).to.equal(visitors.spec.template.spec.containers[0][probe].httpGet.path);
    }
  });

  it('has an activity that is valid, mounted as a folder that is swapped as a whole', async () => {
    expect((await ask(`${program.origin}/readyz`)).json.checks.activities).to.include({
      loaded: 1,
      invalid: 0,
    });
    const { volumes, containers } = of('Deployment')[0].spec.template.spec;
    const [{ metadata }] = of('ConfigMap');
    const { name } = volumes.find(({ configMap }: Yaml) => configMap?.name === metadata.name);
    const mount = containers[0].volumeMounts.find((each: Yaml) => each.name === name);
    expect(mount).to.deep.equal({ name, mountPath: '/activities/1055', readOnly: true });
    expect(await read('deploy/Dockerfile')).to.match(/ACTIVITIES_DIR=\/activities$/m);
  });

  it('runs with no more rights than it needs', () => {
    for (const deployment of of('Deployment')) {
      const { securityContext, containers } = deployment.spec.template.spec;
      expect(securityContext).to.include({ runAsNonRoot: true, runAsUser: 1000 });
      expect(containers[0].securityContext).to.deep.include({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });
});
