/** The demo as a program: what `npm start` starts, for tests and benchmarks. */
export { AGENTS, type DemoAgent } from './agents.js';
export { type DemoConfig, demoConfig, sandboxAccounts } from './config.js';
export { makeSample, type SampleOrder } from './data/make-sample.js';
export type { ChannelState, SampleContact, SampleIdentity, SampleMessage } from './data/sample.js';
export { SHOWCASE_COUNT } from './data/showcase.js';
export { SAMPLE_SOURCE, type SampleFiles, sampleFiles, writeSample } from './data/write-sample.js';
export { checkPorts, type DemoPorts, freePorts, HOST } from './ports.js';
export { startSandbox } from './sandbox/start-sandbox.js';
export { type DemoOptions, type RunningDemo, startDemo } from './start-demo.js';
