/** The line chart's drawing module, as far as perch uses it; the package has types only for its screen widgets. */
declare module 'blessed-contrib/lib/widget/charts/line.js' {
	class Line {
		constructor(options: {
			readonly maxY: number;
			readonly minY: number;
			readonly numYLabels: number;
			readonly showNthLabel: number;
			readonly xPadding: number;
			readonly style: {readonly text: number; readonly baseline: number};
		});
		width: number;
		height: number;
		readonly ctx: {
			readonly _canvas: {
				readonly width: number;
				readonly color: number;
				set: (x: number, y: number) => void;
				frame(): string;
			};
		};
		emit(event: 'attach'): void;
		setData(
			series: readonly {
				readonly x: readonly string[];
				readonly y: readonly number[];
				readonly style: {readonly line: number};
			}[],
		): void;
	}
	export = Line;
}
