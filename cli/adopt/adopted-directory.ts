import { State } from '../../rehearsal/protocol/values';
import { text } from '../../rehearsal/world/attributes';
import { adoptedApps } from './adopted-apps';
import { adoptedGroup } from './adopted-group';
import { AzureDocument } from './azure-object';
import { AdoptedDirectory } from './directory-changes';

/** Takes over what was given of the directory, where nothing of it would change that the notes do not tell. */
export function adoptedDirectory(profile: State, documents: readonly AzureDocument[]): AdoptedDirectory {
  return text(profile, 'server_app_id') ? adoptedApps(profile, documents) : adoptedGroup(profile, documents);
}
