export interface Line {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 70;
const RIGHT = 130;
const TOP = 20;
const BOTTOM = 50;

/** Told apart without colour, too. */
const STYLES = [
  { colour: '#0969da', dashes: '' },
  { colour: '#1a7f37', dashes: '8 3' },
  { colour: '#9a6700', dashes: '2 3' },
  { colour: '#8250df', dashes: '12 3 2 3' },
];

/** A plot with logarithmic axes: what grows in proportion is a straight line of slope one. */
export function logarithmicPlot(
  lines: readonly Line[],
  axes: { readonly title: string; readonly x: string; readonly y: string },
): string {
  const points = lines.flatMap((line) => line.points);
  const across = axis(
    points.map(({ x }) => x),
    LEFT,
    WIDTH - RIGHT,
  );
  const upwards = axis(
    points.map(({ y }) => y),
    HEIGHT - BOTTOM,
    TOP,
  );

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${axes.title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...across.ticks.map((tick) => grid(across.at(tick), TOP, across.at(tick), HEIGHT - BOTTOM)),
    ...upwards.ticks.map((tick) => grid(LEFT, upwards.at(tick), WIDTH - RIGHT, upwards.at(tick))),
    ...across.ticks.map((tick) => text(across.at(tick), HEIGHT - BOTTOM + 18, grouped(tick), 'middle')),
    ...upwards.ticks.map((tick) => text(LEFT - 8, upwards.at(tick) + 4, grouped(tick), 'end')),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, axes.x, 'middle'),
    `<text transform="translate(16 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle" fill="#1f2328">${axes.y}</text>`,
    ...lines.map((line, index) => curve(line, STYLES[index % STYLES.length]!, across.at, upwards.at)),
    ...labels(lines, upwards.at),
    '</svg>',
    '',
  ].join('\n');
}

function axis(
  values: readonly number[],
  from: number,
  to: number,
): { ticks: number[]; at: (value: number) => number } {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));

  return {
    ticks,
    at: (value) => Math.round((from + ((Math.log10(value) - low) / (high - low)) * (to - from)) * 10) / 10,
  };
}

function curve(
  { points }: Line,
  { colour, dashes }: (typeof STYLES)[number],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  const path = points.map((point) => `${x(point.x)},${y(point.y)}`).join(' ');
  const dots = points.map(
    (point) => `<circle cx="${x(point.x)}" cy="${y(point.y)}" r="3" fill="${colour}"/>`,
  );

  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes}"/>`,
    ...dots,
  ].join('\n');
}

/** Names at the right ends of the lines, moved apart where these meet. */
function labels(lines: readonly Line[], y: (value: number) => number): string[] {
  const ends = lines
    .map(({ name, points }, index) => ({
      name,
      y: y(points.at(-1)!.y) + 4,
      colour: STYLES[index % STYLES.length]!.colour,
    }))
    .sort((one, other) => one.y - other.y);

  ends.forEach((end, index) => {
    end.y = Math.max(end.y, (ends[index - 1]?.y ?? -Infinity) + 15);
  });
  return ends.map((end) => text(WIDTH - RIGHT + 10, end.y, end.name, 'start', end.colour));
}

function grid(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#d1d9e0"/>`;
}

function text(x: number, y: number, content: string, anchor: string, colour = '#1f2328'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}">${content}</text>`;
}

/** 10 000, with a space that does not break. */
function grouped(value: number): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, '\u00a0');
}
