/** The rooms, each above those that it may import from. */
const ROOMS = ['cli', 'rehearsal', 'access', 'app', 'lib'];

/** A file and what it imports. */
export interface Module {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string }[];
}

/** The house as a Mermaid diagram: every room with its folders, and an arrow wherever a file imports one of another room. */
export function pictureOf(modules: readonly Module[]): string {
  const arrows = new Set(
    modules.flatMap(({ source, dependencies }) =>
      dependencies
        .map(({ resolved }) => [roomOf(source), roomOf(resolved)] as const)
        .filter(([from, to]) => from !== to && ROOMS.includes(from) && ROOMS.includes(to))
        .map(([from, to]) => `  ${from} --> ${to}`),
    ),
  );
  const rooms = ROOMS.map((room) => {
    const folders = [...new Set(modules.flatMap(({ source }) => folderIn(room, source)))].sort();
    return [`  subgraph ${room}["${room}/"]`, `    ${room}_folders["${lines(folders)}"]`, '  end'].join('\n');
  });

  return ['flowchart TB', ...rooms, ...[...arrows].sort()].join('\n');
}

function roomOf(file: string): string {
  return file.split('/')[0]!;
}

/** `config` for app/config/schema/aad.ts, nothing for app/index.ts. */
function folderIn(room: string, file: string): string[] {
  const [first, folder, ...rest] = file.split('/');
  return first === room && rest.length > 0 ? [folder!] : [];
}

/** A box as wide as it is easy to read. */
function lines(folders: readonly string[]): string {
  const rows = folders.flatMap((_, i) => (i % 5 === 0 ? [folders.slice(i, i + 5).join(' · ')] : []));
  return rows.join('<br>');
}
