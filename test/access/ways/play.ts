import { AccessRequest, UserInfo } from '../../../access/rbac/authorizer';
import { RbacObjects } from '../../../access/rbac/objects';
import { account, Given, user } from './sample-cluster';

/** What only a cluster administrator may. */
export const TOP: AccessRequest = { verb: 'delete', apiGroup: '', resource: 'nodes', name: 'any' };

/** A service account of shop that may do everything: who gets it gets the cluster. */
export const ROBOT: Given = { to: account('shop', 'robot'), rules: ['* */*'] };

/** The same for a user and a group of the directory. */
export const ROOT: Given = { to: user('root@contoso.com'), rules: ['* */*'] };
export const TEAM: Given = { to: { kind: 'Group', name: 'team' }, rules: ['* */*'] };

export interface Play {
  readonly technique: string;
  readonly rules: readonly string[];
  readonly namespace?: string;
  readonly asRole?: boolean;
  readonly others?: readonly Given[];
  readonly guarded?: readonly string[];

  /** The requests that erin sends. */
  readonly requests: readonly AccessRequest[];

  /** Who erin is afterwards. */
  readonly becomes?: UserInfo;

  /** What her requests have changed. */
  readonly changes?: RbacObjects;

  /** What she may then, and could not before. */
  readonly gains?: AccessRequest;

  readonly way: string;
}

export const shop = (verb: string, resource: string, apiGroup = '', name?: string): AccessRequest => {
  const [plural = '', subresource] = resource.split('/');
  return { verb, apiGroup, resource: plural, subresource, namespace: 'shop', name };
};
export const wide = (verb: string, resource: string, apiGroup = '', name?: string): AccessRequest => ({
  ...shop(verb, resource, apiGroup, name),
  namespace: undefined,
});
