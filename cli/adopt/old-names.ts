/** Attributes whose name changed in azurerm 4 or 5, new to old; the schema in use takes its own. */
export const OLD_NAMES: Readonly<Record<string, string>> = {
  container_log_max_files: 'container_log_max_line',
  automatic_upgrade_channel: 'automatic_channel_upgrade',
  auto_scaling_enabled: 'enable_auto_scaling',
  host_encryption_enabled: 'enable_host_encryption',
  node_os_upgrade_channel: 'node_os_channel_upgrade',
  node_public_ip_enabled: 'enable_node_public_ip',
  virtual_network_integration_enabled: 'vnet_integration_enabled',
};

/** Whether it is an old name of what has its new one beside it, in azurerm 4: what is said under that is not said again. */
export function isSaidUnderNewName(name: string, beside: object): boolean {
  return name === 'transparent_huge_page_enabled' && 'transparent_huge_page' in beside;
}

/** State under the names of all versions of azurerm alike. */
export function underOldNames<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => underOldNames(item)) as T;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const inner: unknown = ['tags', 'node_labels'].includes(name) ? item : underOldNames(item as unknown);
      const old = OLD_NAMES[name];
      return old === undefined
        ? [[name, inner]]
        : [
            [name, inner],
            [old, inner],
          ];
    }),
  ) as T;
}
