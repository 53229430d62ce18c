using System.Text;

namespace Helios.Allocator;

/// <summary>The heap's range as a bar of cells in address order, in colour when the terminal has it. Each cell shows what most of its bytes are.</summary>
public static class HeapBarMap
{
    /// <summary>The fewest cells of a line.</summary>
    public const int LeastWidth = 8;

    private const string Reset = "\u001b[0m";

    private static readonly (Cell Cell, string Name)[] s_legend =
    [
        (Cell.Block, "block"), (Cell.FullSlab, "slab, half full or more"), (Cell.EmptySlab, "slab, emptier"), (Cell.Cached, "kept by a thread"), (Cell.Free, "free"),
    ];

    /// <summary>Draws the committed range and a legend, in lines that are not wider than the map where words allow it.</summary>
    /// <param name="snapshot">What to show.</param>
    /// <param name="width">Cells in a line, at least <see cref="LeastWidth"/>.</param>
    /// <param name="lines">Lines of cells, at least 1.</param>
    /// <param name="colour">Whether to use ANSI colours; without, letters and shades tell the kinds apart.</param>
    public static IReadOnlyList<string> Render(HeapSnapshot snapshot, int width, int lines, bool colour)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, LeastWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(lines, 1);
        List<HeapRegion> range = [.. snapshot.Regions.Where(r => r.Kind != HeapRegionKind.Large)];
        List<string> output = [];
        if (range.Count == 0)
        {
            output.Add("(empty)");
        }
        else
        {
            Cell[] cells = Fill(range, width * lines, out double cellBytes);
            for (int line = 0; line < lines; line++)
            {
                output.Add(Draw(cells.AsSpan(line * width, width), colour));
            }

            AddLegend(output, $"one cell is {ByteText.Of((long)cellBytes)}:", width, colour);
        }

        List<HeapRegion> large = [.. snapshot.Regions.Where(r => r.Kind == HeapRegionKind.Large)];
        if (large.Count > 0)
        {
            output.Add($"and {large.Count} large {(large.Count == 1 ? "mapping" : "mappings")} of {ByteText.Of(large.Sum(r => r.Bytes))} outside the range");
        }

        return output;
    }

    private static Cell[] Fill(List<HeapRegion> range, int count, out double cellBytes)
    {
        long start = range[0].Offset;
        long end = range[^1].Offset + range[^1].Bytes;
        cellBytes = (double)(end - start) / count;
        double[,] weights = new double[count, 5];
        foreach (HeapRegion region in range)
        {
            double from = region.Offset - start;
            double to = from + region.Bytes;
            for (int cell = (int)(from / cellBytes); cell < count && cell * cellBytes < to; cell++)
            {
                double overlap = Math.Min(to, (cell + 1) * cellBytes) - Math.Max(from, cell * cellBytes);
                weights[cell, (int)CellOf(region)] += Math.Max(0, overlap);
            }
        }

        Cell[] cells = new Cell[count];
        for (int cell = 0; cell < count; cell++)
        {
            for (int kind = 1; kind < 5; kind++)
            {
                if (weights[cell, kind] > weights[cell, (int)cells[cell]])
                {
                    cells[cell] = (Cell)kind;
                }
            }
        }

        return cells;
    }

    private static Cell CellOf(HeapRegion region) => region.Kind switch
    {
        HeapRegionKind.Block => Cell.Block,
        HeapRegionKind.Cached => Cell.Cached,
        HeapRegionKind.Slab => region.UsedSlots * 2 >= region.TotalSlots ? Cell.FullSlab : Cell.EmptySlab,
        _ => Cell.Free,
    };

    private static string Draw(ReadOnlySpan<Cell> cells, bool colour)
    {
        StringBuilder line = new();
        Cell? current = null;
        foreach (Cell cell in cells)
        {
            if (colour && cell != current)
            {
                line.Append(Colour(cell));
                current = cell;
            }

            line.Append(Sign(cell));
        }

        return colour ? line.Append(Reset).ToString() : line.ToString();
    }

    private static void AddLegend(List<string> output, string line, int width, bool colour)
    {
        // The length that is seen: colours take none.
        int seen = line.Length;
        foreach ((Cell cell, string name) in s_legend)
        {
            string entry = $"{Draw([cell], colour)} {name}{(cell == Cell.Free ? "" : ",")}";
            int length = name.Length + (cell == Cell.Free ? 2 : 3);
            if (seen + 1 + length > width)
            {
                output.Add(line);
                (line, seen) = (entry, length);
            }
            else
            {
                (line, seen) = ($"{line} {entry}", seen + 1 + length);
            }
        }

        output.Add(line);
    }

    private static char Sign(Cell cell) => cell switch
    {
        Cell.Block => '█',
        Cell.FullSlab => '▓',
        Cell.EmptySlab => '▒',
        Cell.Cached => '░',
        _ => '·',
    };

    private static string Colour(Cell cell) => cell switch
    {
        Cell.Block => "\u001b[34m",
        Cell.FullSlab => "\u001b[32m",
        Cell.EmptySlab => "\u001b[33m",
        Cell.Cached => "\u001b[36m",
        _ => "\u001b[90m",
    };

    private enum Cell
    {
        Free,
        Cached,
        EmptySlab,
        FullSlab,
        Block,
    }
}
