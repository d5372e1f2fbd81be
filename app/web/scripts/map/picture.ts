// The map as a picture to pass on: with a margin, what it is of, of which day, and what the signs of the cards mean.
import type { Stance, Words } from "./answer";
import { FONT, shortened, SIGNS } from "./card";
import type { Palette } from "./palette";

const MARGIN = 48;
const LINE = 80;
const LEAST = 1_200; // a narrower picture has no room for its captions

export const captioned = async (drawn: Blob, title: string, day: string, colours: Palette, words: Words) => {
  const image = await createImageBitmap(drawn);
  const sheet = document.createElement("canvas");
  sheet.width = Math.max(image.width, LEAST) + 2 * MARGIN;
  sheet.height = image.height + 2 * MARGIN + 2 * LINE;
  const pen = sheet.getContext("2d");
  if (!pen) return drawn;
  pen.fillStyle = colours.ground;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.drawImage(image, (sheet.width - image.width) / 2, MARGIN + LINE);
  const write = (text: string, x: number, y: number, size: string, colour: string) => {
    pen.font = `${size} ${FONT}`;
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  };
  write(shortened(title, sheet.width - 2 * MARGIN - 300, "600 44px"), MARGIN, MARGIN + 36, "600 44px", colours.text);
  const legend = (Object.entries(SIGNS) as [Stance, string][]).map(([stance, sign]) => `${sign} ${words[stance] ?? ""}`);
  write(legend.join("     "), MARGIN, sheet.height - MARGIN, "28px", colours.quiet);
  pen.textAlign = "right";
  write(day, sheet.width - MARGIN, MARGIN + 36, "28px", colours.quiet);
  return new Promise<Blob>((done) => sheet.toBlob((blob) => done(blob ?? drawn)));
};
