import {standpointOf} from '../../source/domain/signals/mesh-id.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {triedOn} from './tried-on.ts';

const [open, close] = ['<!-- generated: providers -->', '<!-- end: providers -->'];

/** `docs/meshes.md` with its tables generated anew from the registry. */
export function withProviders(text: string): string {
	const [before, rest] = text.split(open);
	const after = rest?.split(close)[1];
	if (before === undefined || after === undefined) throw new Error(`docs/meshes.md has no ${open} … ${close}`);
	return `${before}${open}\n\n${[shows, tells, scrapes, rests].map(table => table()).join('\n\n')}\n\n${close}${after}`;
}

function shows(): string {
	const rows = meshes.map((mesh: Mesh) => {
		const questions = mesh.questions(scopeOf({}));
		const lacks = (code: Mesh['limits'][number]['code']) => mesh.limits.some(limit => limit.code === code);
		return [
			mesh.title,
			`\`${mesh.id}\``,
			counters[standpointOf[mesh.id]],
			questions.latency ? 'yes' : 'no',
			lacks('versions') ? 'no' : 'yes',
			questions.edges ? 'yes' : 'no',
			questions.slices ? 'yes' : 'no',
			questions.ejections ? 'yes' : 'no',
		];
	});
	const head = [
		'Provider',
		'`--mesh`',
		'Counted by',
		'Percentiles',
		'Versions',
		'Callers',
		'Where it fails',
		'Ejections',
	];
	return `What each shows:\n\n${tableOf(head, rows)}`;
}

const counters = {
	mesh: 'proxies beside the pods',
	gateway: 'the gateway',
	application: 'the application',
	traces: 'its traces',
} as const;

function tells(): string {
	const rows = meshes.map((mesh: Mesh) => [
		mesh.title,
		mesh.signs.map(({metric, own}) => `\`${metric}${own.length === 0 ? '' : `{${own.join(',')}}`}\``).join(', '),
		mesh.failureRule,
		mesh.limits.length === 0 ? '' : mesh.limits.map(({text}) => text).join('; '),
	]);
	return `How each is recognised, what counts as failed, and what it cannot tell:\n\n${tableOf(['Provider', 'Recognised by', 'Failed is', 'Cannot tell'], rows)}`;
}

function scrapes(): string {
	const rows = meshes.flatMap(({title, installed}: Mesh) =>
		installed ? [[title, installed.groups.map(group => `\`${group}\``).join(', '), installed.scrape]] : [],
	);
	return `By which API groups perch sees that it is installed, and what to scrape where Prometheus has none of its metrics:\n\n${tableOf(['Provider', 'API groups', 'Scrape'], rows)}`;
}

function rests(): string {
	const rows = meshes.map(({id, title, evidence: {requests, latency, versions}}: Mesh) => [
		title,
		words[requests],
		words[latency],
		words[versions],
		triedOn[id as keyof typeof triedOn],
	]);
	return `On what it rests that perch reads it rightly:\n\n${tableOf(['Provider', 'Requests', 'Durations', 'Versions', 'Tried on'], rows)}`;
}

const words = {recorded: 'recorded', source: 'its source or its own tests', documentation: 'documentation', none: '–'};

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const row = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}
