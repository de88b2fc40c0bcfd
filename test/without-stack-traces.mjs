/** Says of no token where it was made, which cdktf writes down for each, and which takes half of the time that tests of many constructs take. */
import { createRequire } from 'node:module';

const traces = createRequire(import.meta.url)('cdktf/lib/tokens/private/stack-trace');
traces.captureStackTrace = () => [];
