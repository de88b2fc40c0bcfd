import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppConfig, loadConfig } from '../../../app/config';
import { temporaryFolder } from '../../temporary-folder';
import { problemsOfFile } from './config-file';

const folder = temporaryFolder('aks-configs-');

type Files = Readonly<Record<string, string>>;

/** Writes several files; the first is the configuration. */
export function write(files: Files): string {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder(), name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return join(folder(), Object.keys(files)[0]!);
}

export function loadFiles(files: Files): AppConfig {
  return loadConfig(write(files), {});
}

/** The lines of the error that loading the first of several files ends with, without their folder. */
export function problemsOfFiles(files: Files): string[] {
  return problemsOfFile(write(files)).map((line) => line.replaceAll(`${folder()}/`, ''));
}
