import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { decodeXmlText, hasReferences, XML_DEPTH, XmlScanner } from './xml.ts';

/** Tokens as text: `<a`, `>a` for an end, `"text"`, and how it ended. */
function tokensOf(text: string, length = text.length): string[] {
  const bytes = bytesOf(text);
  const xml = new XmlScanner().set(bytes, 0, Math.min(length, bytes.length));
  const tokens: string[] = [];
  const at = (from: number, to: number): string => new TextDecoder().decode(bytes.subarray(from, to));
  for (;;) {
    const token = xml.next();
    if (token === 'start') tokens.push(`<${at(xml.nameFrom, xml.nameTo)}`);
    else if (token === 'end') tokens.push('>');
    else if (token === 'text') tokens.push(`"${at(xml.textFrom, xml.textTo)}"`);
    else return [...tokens, token];
  }
}

test.each([
  ['<a><b:c x="1"/> text </a>', ['<a', '<c', '>', '"text"', '>', 'finished']],
  ['<?xml version="1.0"?><!-- <no> --><a>1</a>', ['<a', '"1"', '>', 'finished']],
  ['<a><![CDATA[ <b> & ]]></a>', ['<a', '"<b> &"', '>', 'finished']],
  ['<a x="1>2" y=\'"\'>3</a>', ['<a', '"3"', '>', 'finished']],
  ['<a><b></a></b>', ['<a', '<b', 'broken']],
  ['</a>', ['broken']],
  ['<a>text', ['<a', 'cut']],
  ['<a', ['cut']],
  ['<a>', ['<a', 'cut']],
  ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', ['broken']],
  ['< a/>', ['broken']],
])('reads %j', (text, tokens) => {
  expect(tokensOf(text)).toEqual(tokens);
});

test('bounds how deep elements go', () => {
  const deep = '<a>'.repeat(XML_DEPTH + 1);
  expect(tokensOf(deep)).toEqual([...Array.from({ length: XML_DEPTH }, () => '<a'), 'broken']);
});

test('finds attributes by their local name', () => {
  const bytes = bytesOf('<a n:V = "one" W=\'two\' X="a&gt;"/>');
  const xml = new XmlScanner().set(bytes, 0, bytes.length);
  xml.next();
  expect(xml.attribute('V')).toBe(true);
  expect(decodeXmlText(bytes, xml.textFrom, xml.textTo)).toBe('one');
  expect(xml.attribute('W')).toBe(true);
  expect(hasReferences(bytes, xml.textFrom, xml.textTo)).toBe(false);
  expect(xml.attribute('X')).toBe(true);
  expect(hasReferences(bytes, xml.textFrom, xml.textTo)).toBe(true);
  expect(xml.attribute('Y')).toBe(false);
});

test.each([
  ['a &amp; b &lt;&gt;&quot;&apos;', 'a & b <>"\''],
  ['&#x75c5;&#38498;', '病院'],
  ['&unknown; &#xd800; &#0;', '&unknown; &#xd800; &#0;'],
])('resolves %j', (text, value) => {
  const bytes = bytesOf(text);
  expect(decodeXmlText(bytes, 0, bytes.length)).toBe(value);
});

test('says nothing of a cut document that it does not say of the whole, and ends on any bytes', () => {
  const text = '<a x="1"><b>two<!-- c --></b><c/>three</a>';
  const whole = tokensOf(text).slice(0, -1);
  for (let length = 0; length < text.length; length++) {
    const cut = tokensOf(text, length).slice(0, -1);
    expect(cut).toEqual(whole.slice(0, cut.length));
  }
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '/', 'a', '"', '!', '-', '[', '?', ' ', '&') }),
      (damaged) => {
        expect(['finished', 'cut', 'broken']).toContain(tokensOf(damaged).at(-1));
      },
    ),
  );
});
