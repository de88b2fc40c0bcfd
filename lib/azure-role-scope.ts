import { IConstruct } from 'constructs';

/** A cluster as far as Azure roles are assigned on it. */
export interface IAzureRoleScope extends IConstruct {
  /** ARM ID of the cluster. */
  readonly clusterId: string;

  /** Whether Azure role assignments grant Kubernetes permissions; undefined when that is not known. */
  readonly azureRbac?: boolean;
}
