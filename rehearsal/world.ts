import { State } from './values';

/**
 * Everything that rehearsals have deployed: the objects of Azure AD, Azure and Kubernetes, kept in one JSON file.
 *
 * It is the stand-in for the services, not for Terraform's state: a resource that is missing here has been deleted
 * behind Terraform's back.
 */
export interface World {
  /** Objects of one resource type, by ID. */
  all(type: string): readonly State[];

  get(type: string, id: string): State | undefined;

  /** Creates or replaces an object and saves the world. */
  put(type: string, id: string, object: State): void;

  /** Removes an object and saves the world. */
  remove(type: string, id: string): void;
}
