/** The architecture as rules. test/architecture.test.ts shows that each rule bites. */

/* A module imports its own files and those of the modules before it, in its own layer and in the domain. */
const DOMAIN = ['shared', 'activities', 'releases', 'visitors', 'draws', 'deliveries', 'operators'];
const APPLICATION = [
  'shared',
  'admission',
  'activities',
  'draws',
  'deliveries',
  'releases',
  'operators',
  'authoring',
  'kinds',
  'analysis',
];

/* The last module of the domain that a module of the application knows; all of them, if it is not here. */
const LAST_OF_DOMAIN = {
  shared: 'shared',
  admission: 'visitors',
  activities: 'visitors',
  draws: 'draws',
  deliveries: 'deliveries',
};

const after = (order, module) => order.slice(order.indexOf(module) + 1);

const oneOf = (layer, modules) => `^src/${layer}/(${modules.join('|')})/`;

function moduleOrder(layer, order) {
  return order.slice(0, -1).map((module) => ({
    name: `${layer}-${module}-comes-before`,
    comment: `${layer}/${module} imports no module after it`,
    severity: 'error',
    from: { path: `^src/${layer}/${module}/` },
    to: { path: oneOf(layer, after(order, module)) },
  }));
}

const crossLayerOrder = Object.entries(LAST_OF_DOMAIN).map(([module, last]) => ({
  name: `application-${module}-ends-at-domain-${last}`,
  severity: 'error',
  from: { path: `^src/application/${module}/` },
  to: { path: oneOf('domain', after(DOMAIN, last)) },
}));

module.exports = {
  forbidden: [
    ...moduleOrder('domain', DOMAIN),
    ...moduleOrder('application', APPLICATION),
    ...crossLayerOrder,
    {
      name: 'domain-is-pure',
      comment: 'the domain knows itself and zod: no I/O, no framework, no other room',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/|^node_modules/zod/' },
    },
    {
      name: 'application-knows-no-adapter',
      comment: 'the application drives ports; who implements them is decided in the container',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { path: '^src/', pathNot: '^src/(domain|application)/' },
    },
    {
      name: 'application-knows-no-framework',
      comment:
        'zod is the language of shapes, node:crypto of digests; all other packages are adapters’ matters',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { pathNot: '^src/|^node_modules/zod/|^(node:)?crypto$' },
    },
    {
      name: 'adapters-are-strangers',
      comment: 'an adapter may be taken out without another noticing',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'adapters-know-no-wiring',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^src/', pathNot: '^src/(domain|application|adapters)/' },
    },
    {
      name: 'only-the-container-knows-tsyringe',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/container/' },
      to: { path: '^node_modules/(tsyringe|reflect-metadata)/' },
    },
    {
      name: 'the-container-starts-no-process',
      comment: 'a command or a test loads the container without what forks, listens to signals or exits',
      severity: 'error',
      from: { path: '^src/container/' },
      to: {
        path: '^src/adapters/process/(serve|supervise|signals)|^(node:)?(cluster|child_process)$',
        dependencyTypesNot: ['type-only'],
      },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'nothing-is-left-over',
      comment: 'a module that nobody imports is dead',
      severity: 'error',
      from: { path: '^src/', orphan: true },
      to: {},
    },
    {
      name: 'runs-on-dependencies-alone',
      comment: 'what a server needs at run time must not be a devDependency',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
