/** The file that is read when none is named: AKS_CONFIG, else aks.yaml. */
export function configPath(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env.AKS_CONFIG || 'aks.yaml';
}
