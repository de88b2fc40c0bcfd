#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Command {
  readonly does: string;

  /** Loads the command, which then reads its arguments from `process.argv`. */
  readonly run: () => Promise<unknown>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  init: {
    does: 'makes a new project in a folder',
    run: () => import('./init/command.js'),
  },
  rehearse: {
    does: 'deploys with real Terraform to stand-ins for Azure AD, Azure and Kubernetes',
    run: () => import('./rehearse/command.js'),
  },
  access: {
    does: 'says who may do what, and who gains and loses what',
    run: () => import('./access/command.js'),
  },
  manifests: {
    does: 'prints the bindings as YAML for kubectl apply and GitOps',
    run: () => import('./manifests/command.js'),
  },
  adopt: {
    does: 'writes the configuration that takes a cluster over as it is',
    run: () => import('./adopt/command.js'),
  },
  doctor: {
    does: 'says why an account cannot get in, and the fix',
    run: () => import('./doctor/command.js'),
  },
  workspaces: {
    does: 'creates the workspaces of HCP Terraform that the stacks need',
    run: () => import('./workspaces/command.js'),
  },
};

const WRONG_USE = 1;

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || ['--help', '-h', 'help'].includes(name)) {
    console.log(usage());
    return;
  }
  if (name === '--version') {
    console.log(version());
    return;
  }

  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    console.error(`'${name}' is no command: use ${Object.keys(COMMANDS).join(', ')}`);
    process.exitCode = WRONG_USE;
    return;
  }
  process.argv = [...process.argv.slice(0, 2), ...args];
  try {
    await command.run();
  } catch (error) {
    refuseMissingPeer(error);
    throw error;
  }
}

/** npx, told to leave out peers, has installed what `init` needs and no more. */
function refuseMissingPeer(error: unknown): void {
  const { code, message } = error as NodeJS.ErrnoException;
  const missing =
    code === 'MODULE_NOT_FOUND' && /^Cannot find module '(cdktf|constructs|@cdktf\/)/.exec(message);
  if (missing) {
    console.error(
      `This command needs cdktf beside it. In your project: npm install --save-dev cdktf-aks-aad-app`,
    );
    process.exit(WRONG_USE);
  }
}

function usage(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { does }]) => `  ${name.padEnd(width)}  ${does}`);

  return `AKS clusters with Azure AD sign-in and Kubernetes RBAC, from a configuration or from your own cdktf app.

  npx cdktf-aks-aad <command>

${lines.join('\n')}

'npx cdktf-aks-aad <command> --help' explains a command.`;
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

void main(process.argv.slice(2));
