import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {drawnPictures} from '../pictures/journey.ts';

const docs = new URL('../../docs/', import.meta.url);
const pictures = drawnPictures();

test.each(pictures)('the picture $name is what perch draws now: npm run pictures draws it anew', ({name, svg}) => {
	// Compared as a whole: the difference of two pictures is no text for people.
	expect(readFileSync(new URL(`pictures/${name}.svg`, docs), 'utf8') === svg).toBe(true);
});

test('every picture is of the journey, and stands on a page', () => {
	expect(readdirSync(new URL('pictures/', docs)).toSorted()).toEqual(
		pictures.map(({name}) => `${name}.svg`).toSorted(),
	);
	const pages = [
		new URL('../README.md', docs),
		...readdirSync(docs)
			.filter(name => name.endsWith('.md'))
			.map(name => new URL(name, docs)),
	].map(page => readFileSync(page, 'utf8'));
	for (const {name} of pictures) expect(pages.some(page => page.includes(`pictures/${name}.svg`))).toBe(true);
});
