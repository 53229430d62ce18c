namespace Helios.Linux;

/// <summary>The size of a terminal in character cells. See ioctl_tty(2).</summary>
/// <param name="Columns">Width.</param>
/// <param name="Rows">Height.</param>
public readonly record struct WindowSize(ushort Columns, ushort Rows);
