namespace Helios.Contracts;

/// <summary>The size of a terminal in character cells.</summary>
public readonly record struct TerminalSize(ushort Columns, ushort Rows);
