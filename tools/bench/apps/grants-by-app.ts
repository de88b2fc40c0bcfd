import { App } from 'cdktf';
import { defineStacks, loadConfig } from '../../../app';
import { grants } from './grants';

// Grants that are in memory, as they are where they are bound by hand, through the stacks of the app, which merge them.

const config = loadConfig();
const access = grants(Number(process.argv[2])).map(({ namespace, role, users, group }) => ({
  clusterRole: role,
  namespace,
  users,
  groups: [group],
  guests: [],
  servicePrincipals: [],
  serviceAccounts: [],
  unsafeSystemGroups: [],
}));

const app = new App();
defineStacks(app, { ...config, clusters: config.clusters.map((cluster) => ({ ...cluster, access })) });
app.synth();
