using System.Collections.Immutable;
using System.Text;

namespace Helios.Contracts;

/// <summary>A set of processors by number, in the kernel's list format. See cpuset(7), "List format".</summary>
public sealed class CpuSet : IEquatable<CpuSet>
{
    /// <summary>One more than the largest processor number a list may name.</summary>
    public const int MaxProcessors = 8192;

    private CpuSet(ImmutableArray<int> processors) => Processors = processors;

    /// <summary>The numbers, ascending and without doubles.</summary>
    public ImmutableArray<int> Processors { get; }

    /// <summary>Reads <c>0,2-3</c>.</summary>
    /// <exception cref="FormatException">Not such a list, empty, or a number of <see cref="MaxProcessors"/> or more.</exception>
    public static CpuSet Parse(string text)
    {
        SortedSet<int> processors = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2
                || !Digits.TryParse(ends[0], out int first)
                || !Digits.TryParse(ends[^1], out int last)
                || first > last || last >= MaxProcessors)
            {
                throw new FormatException($"'{text}' is not a list of processors: write numbers and ranges, such as 0,2-3");
            }

            for (int processor = first; processor <= last; processor++)
            {
                processors.Add(processor);
            }
        }

        return new CpuSet([.. processors]);
    }

    /// <inheritdoc/>
    public bool Equals(CpuSet? other) => other is not null && Processors.AsSpan().SequenceEqual(other.Processors.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CpuSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int processor in Processors)
        {
            hash.Add(processor);
        }

        return hash.ToHashCode();
    }

    /// <summary>The shortest list, such as <c>0,2-3</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        for (int i = 0; i < Processors.Length; i++)
        {
            int start = i;
            while (i + 1 < Processors.Length && Processors[i + 1] == Processors[i] + 1)
            {
                i++;
            }

            text.Append(text.Length == 0 ? "" : ",").Append(Processors[start]);
            if (i > start)
            {
                text.Append('-').Append(Processors[i]);
            }
        }

        return text.ToString();
    }
}
