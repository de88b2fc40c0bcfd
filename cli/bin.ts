#!/usr/bin/env node
import { fail, main } from './main';

const args = process.argv.slice(2);

// The terminal or the `head` that reads along may be gone; Terraform must end in order all the same.
[process.stdout, process.stderr].forEach((stream) => stream.on('error', () => undefined));
process.on('uncaughtException', (error) => {
  process.exitCode = fail(error, args);
  process.exit();
});

void main(args).then((code) => {
  process.exitCode = code;
});
