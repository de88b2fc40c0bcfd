import { isCluster } from '../../access/configured/synthesized-app';
import { loadConfig } from '../../app/config';
import { labelAmong } from '../../rehearsal/access/clusters';

/** What the rehearsal calls the cluster of a configuration that is meant by its key, name or resource ID. */
export function askedCluster(text: string, configFile: string): string {
  const { clusters } = loadConfig(configFile);
  const [found, ...others] = clusters
    .filter((config) => isCluster(config, text))
    .map(({ cluster }) => cluster);
  return found && others.length === 0
    ? labelAmong(
        clusters.map(({ cluster }) => cluster),
        found,
      )
    : text;
}
