import { buildApiServer } from './api-server';

try {
  buildApiServer();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
