import {safe} from '../../domain/safe-text.ts';
import type {Palette} from '../state/screen-state.ts';

export const emptyPalette: Palette = {text: safe``, marked: null};
