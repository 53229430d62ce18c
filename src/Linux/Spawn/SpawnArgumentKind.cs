namespace Helios.Linux;

internal enum SpawnArgumentKind : byte
{
    /// <summary>Passed as it is.</summary>
    Number,

    /// <summary>An offset into the arena, which becomes an address when the script is sealed.</summary>
    Arena,

    /// <summary>The index of a record whose result is passed.</summary>
    Result,

    /// <summary>An offset into the arena; the eight bytes there are passed.</summary>
    Load,
}
