namespace Helios.AllocatorPeer;

/// <summary>Records whose length and bytes follow from their number, so that any reader can check any record on its own.</summary>
public static class RecordPattern
{
    /// <summary>The longest record.</summary>
    public const int MaxBytes = 6000;

    /// <summary>0 to <see cref="MaxBytes"/>, mostly short.</summary>
    public static int Length(long sequence)
    {
        ulong mixed = (ulong)sequence * 0x9E3779B97F4A7C15;
        return (int)((mixed >> 60) == 0 ? (mixed >> 20) % MaxBytes : (mixed >> 20) % 200);
    }

    /// <summary>Writes record number <paramref name="sequence"/>.</summary>
    public static void Fill(long sequence, Span<byte> record)
    {
        for (int i = 0; i < record.Length; i++)
        {
            record[i] = (byte)((sequence * 7) + (i * 13));
        }
    }

    /// <summary>Whether the bytes are those of that record, all of them.</summary>
    public static bool Matches(long sequence, ReadOnlySpan<byte> record)
    {
        if (record.Length != Length(sequence))
        {
            return false;
        }

        for (int i = 0; i < record.Length; i++)
        {
            if (record[i] != (byte)((sequence * 7) + (i * 13)))
            {
                return false;
            }
        }

        return true;
    }
}
