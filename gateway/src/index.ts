/** For programs that start a gateway themselves: the demo, end-to-end tests. */
export { createApiKey } from './app/api-keys.js';
export {
  type ImportFile,
  type ImportProgress,
  type ImportSummary,
  importFile,
} from './app/import-file.js';
export { ImportError } from './import/import-error.js';
export { ConfigError } from './start/config.js';
export { showProgress, summaryText } from './start/import-progress.js';
export { createLog, type Log, type LogOptions } from './start/log.js';
export { type Served, type ServeOptions, serve } from './start/serve.js';
export { StartError } from './start/start-error.js';
export { type Connection, connect } from './store/connect.js';
export { EmbeddedPostgresError } from './store/embedded.js';
