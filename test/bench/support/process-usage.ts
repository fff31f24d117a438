import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], {encoding: 'utf8'}));

/** Processor time of a process so far, all threads, user and system, in seconds. From `/proc`: Linux only. */
export function cpuSeconds(pid: number): number {
	return secondsOf(pid, 11, 12);
}

/** Processor time of the children of a process that have ended, in seconds. */
export function childrensCpuSeconds(pid: number): number {
	return secondsOf(pid, 13, 14);
}

function secondsOf(pid: number, user: number, system: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The name, in brackets, may hold spaces; the fields that follow it are fixed.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[user]) + Number(fields[system])) / ticksPerSecond;
}

/** Resident memory of a process, in MB. */
export function residentMb(pid: number): number {
	const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
	if (!line) throw new Error(`process ${pid} has no resident memory`);
	return Number(line[1]) / 1024;
}

/** Share of one core that a process takes from now on, 0–1. */
export async function cpuShare(pid: number, durationMs: number): Promise<number> {
	const before = cpuSeconds(pid);
	const startMs = performance.now();
	await new Promise(resolve => setTimeout(resolve, durationMs));
	return (cpuSeconds(pid) - before) / ((performance.now() - startMs) / 1000);
}
