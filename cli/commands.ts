import { access } from './access/command';
import { adopt } from './adopt/command';
import { Command } from './command';
import { completion } from './completion/command';
import { deploy } from './deploy/command';
import { dev } from './dev/command';
import { doctor } from './doctor/command';
import { init } from './init/command';
import { manifests } from './manifests/command';
import { moveToCdktn } from './move-to-cdktn/command';
import { rehearse } from './rehearse/command';
import { tenant } from './tenant/command';
import { workspaces } from './workspaces/command';

/** Everything that can follow `cdktf-aks-aad`; what a command does is loaded when it runs. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  init,
  dev,
  rehearse,
  access,
  manifests,
  adopt,
  deploy,
  doctor,
  tenant,
  workspaces,
  'move-to-cdktn': moveToCdktn,
  completion: completion(() => COMMANDS),
};
