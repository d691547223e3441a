#ifndef BULLION_CHIREDIS_SHIM_H
#define BULLION_CHIREDIS_SHIM_H

#include <hiredis/hiredis.h>

#endif
