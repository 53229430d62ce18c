using System.Runtime.CompilerServices;
using Helios.Support;

namespace Helios.Cli.Tests;

internal static class OwnRun
{
    [ModuleInitializer]
    internal static void Begin() => TestRun.Begin();
}
