import { Option } from './command';
import { docsPage } from '../access/docs-page';

/** The options that mean the same wherever they are taken. */
export const SHARED = {
  config: { value: '<file>', does: 'the configuration; default: AKS_CONFIG, else aks.yaml' },
  cluster: { value: '<cluster>', does: 'one of several clusters, by its key, name or Azure resource ID' },
  tenant: {
    value: '<file>',
    does: `a directory as ${docsPage('tenant.md')} has it: who there is, who is in which group, who is a guest; default: what tenant in the configuration names, else tenant.yaml beside it`,
  },
  strict: {
    does: 'refuses whoever is not in the directory, with file and line; always so with a tenant file',
  },
  'install-terraform': {
    does: 'fetches Terraform, checked by its signature, where there is none on the PATH; on a terminal this is offered anyway',
  },
  output: { value: '<folder>', does: 'where to write; files of the same names are replaced' },
} as const satisfies Readonly<Record<string, Option>>;

/** What every command takes. */
export const HELP = { help: { short: 'h', does: 'explains the command' } } as const;
