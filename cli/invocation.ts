/** Whether this runs from the sources, in a checkout of the repository, and not from the npm package. */
const RUNS_FROM_SOURCE = __filename.endsWith('.ts');

/** How a command is called from here, for usage texts and for what to run next. */
export function invocation(command: string, args = ''): string {
  if (!RUNS_FROM_SOURCE) {
    return `npx cdktf-aks-aad ${command}${args && ` ${args}`}`;
  }
  return `npm run ${command}${args && ` -- ${args}`}`;
}

/** The same, where standard output goes into a file or a pipe. */
export function silentInvocation(command: string, args = ''): string {
  return invocation(command, args).replace(/^npm run /, 'npm run --silent ');
}
